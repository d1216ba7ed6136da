import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { encodeTable } from '../../src/tables/ipc.ts'
import { smallEdf, smallNifti, temporaryFolder, writeFiles } from '../fixtures/recording-files.ts'
import { exampleTable } from '../fixtures/tables.ts'
import { formatCases } from '../io/formats-golden.ts'
import { runCommand } from './run-command.ts'

const folder = temporaryFolder()
const files = writeFiles(folder, {
  'a.edf': smallEdf(),
  'a.bdf': smallEdf('BDF+C'),
  'a.nii': smallNifti(),
  'a.nii.gz': smallNifti({ zipped: true }),
  'a.arrow': encodeTable(exampleTable('features')),
})
const [vectorized] = formatCases('brainvision').filter(
  ({ case: name }) => name === 'vectorized INT_16',
)
const several = writeFiles(
  folder,
  Object.fromEntries(
    Object.entries(vectorized.files).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
  ),
)
const json = (file: string) => JSON.parse(runCommand(['inspect', file, '--json']).stdout)

describe('neurarrow inspect', () => {
  test('a recording gives format, duration, channels and annotations', () => {
    const info = json(files['a.edf'])
    expect(info).toMatchObject({ format: 'EDF+C', durationS: 4, warnings: [] })
    const [first, , temperature] = info.channels
    expect(first).toMatchObject({ type: 'eeg', unit: 'uV', rateHz: 64, samples: 256 })
    expect(first.name).toMatch(/Fp1$/)
    expect(temperature).toMatchObject({ unit: 'degC', rateHz: 8, samples: 32 })
    expect(info.annotations).toEqual([
      { onsetS: 0.5, durationS: 1, text: 'rest' },
      { onsetS: 2.25, durationS: 0, text: 'Zähle, dann drücke' },
    ])
  })

  test('BDF+ is told from EDF+', () => {
    expect(json(files['a.bdf'])).toMatchObject({ format: 'BDF+C', durationS: 4 })
  })

  test('an image gives shape, type, voxels, TR and affine, zipped or not', () => {
    const info = json(files['a.nii'])
    expect(info).toMatchObject({ shape: [4, 3, 2, 5], dtype: 'int16', trS: 2 })
    expect(info.voxelMm).toEqual([3, 3, 3.5])
    expect(info.affine.slice(0, 4)).toEqual([-3, 0, 0, 10])
    expect(json(files['a.nii.gz'])).toMatchObject({ shape: [4, 3, 2, 5], trS: 2 })
  })

  test('a table of ours gives kind, rows and columns', () => {
    const info = json(files['a.arrow'])
    expect(info).toMatchObject({ format: 'Arrow', kind: 'features', rows: 6 })
    expect(info.columns).toContainEqual({ name: 'features', type: 'lists', size: 5 })
  })

  test('for people there is a table of channels, on stdout alone', () => {
    const { code, stdout, stderr } = runCommand(['inspect', files['a.edf']])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('EDF+C recording, 4.0 s, started 2020-05-17')
    expect(stdout).toMatch(/Fp1 +eeg +uV +64 +256\n/)
    expect(stdout).toMatch(/2\.25 +0 +Zähle, dann drücke\n/)
    expect(runCommand(['inspect', files['a.nii']]).stdout).toMatch(/shape +4 x 3 x 2 x 5\n/)
    expect(runCommand(['inspect', files['a.arrow']]).stdout).toMatch(/features +lists +5\n/)
  })

  test('a file that is not there ends with exit 3 and its name', () => {
    const { code, stdout, stderr } = runCommand(['inspect', join(folder, 'none.edf')])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/error: a file is missing \(file-missing\)\n +file: .*none\.edf/)
  })

  test('positions of electrodes are shown where a file has them', () => {
    const { channels } = json(several['hand.vhdr'])
    expect(channels[2]).toMatchObject({ name: 'Fz', frame: 'ras' })
    expect(channels[1].positionM).toBeUndefined()
    const { stdout } = runCommand(['inspect', several['hand.vhdr']])
    expect(stdout).toMatch(/position, mm +frame/)
    expect(stdout).toMatch(/2 segments that were not recorded in one/)
    expect(stdout).toMatch(/Fz .* 0\.0 42\.7 74\.0 +ras/)
  })
})
