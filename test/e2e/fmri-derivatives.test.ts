import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readImage } from '../../src/io/nifti.ts'
import { memorySource } from '../../src/io/source.ts'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const cwd = temporaryFolder()
const parcels = 'parcellate: { atlas: atlas.nii.gz }, detrend: { order: linear }'

/** Runs stages on one person; the derivative's folder in `cwd`. */
function derivative(name: string, stages: string, write = '', dataset = 'synthetic-fmri') {
  const lines = [
    `name: ${name}`,
    `dataset: ${dataset}`,
    'subjects: sub-01',
    `stages: [${stages}]`,
    `write: { derivatives: cleaned${write} }`,
  ]
  writeFileSync(join(cwd, `${name}.yaml`), lines.join('\n'))
  const ended = runCommand(['run', `${name}.yaml`, '--json'], { cwd, env: { NEURARROW_DATA: '' } })
  expect(ended.code, ended.stderr).toBe(0)
  return `runs/${name}-${JSON.parse(ended.stdout).key.slice(0, 8)}/derivatives/cleaned`
}

const inside = (folder: string) => join(cwd, folder, 'sub-01', 'func')
const stem = (run: number) => `sub-01_task-objects_run-${run}_desc-clean`
const image = (folder: string, name: string) =>
  readImage(memorySource(name, readFileSync(join(inside(folder), name))))

describe('fMRI as a BIDS derivative', () => {
  test('voxels of a mask become images with the mask, 0 outside', async () => {
    const made = derivative('voxels', 'mask: { meanAbove: 100 }, detrend: { order: linear }')
    expect(readdirSync(inside(made)).sort()).toEqual(
      [1, 2].flatMap((run) =>
        ['bold.json', 'bold.nii.gz', 'mask.json', 'mask.nii.gz'].map(
          (end) => `${stem(run)}_${end}`,
        ),
      ),
    )
    const bold = await image(made, `${stem(1)}_bold.nii.gz`)
    const mask = await image(made, `${stem(1)}_mask.nii.gz`)
    expect([bold.grid.shape, bold.trS]).toEqual([[24, 28, 18], 2])
    const size = mask.values.length
    const first = Array.from(mask.values, (kept, v) => kept === 0 && bold.values[v] !== 0)
    expect([size, first.includes(true)]).toEqual([24 * 28 * 18, false])
    const said = JSON.parse(readFileSync(join(inside(made), `${stem(1)}_bold.json`), 'utf8'))
    expect(said).toMatchObject({ TaskName: 'objects', RepetitionTime: 2, SkullStripped: true })
    const about = JSON.parse(readFileSync(join(cwd, made, 'dataset_description.json'), 'utf8'))
    expect(about.GeneratedBy[0].Description).toMatch(/^mask .*; detrend/)
  })

  test('volumes stay images without a mask', () => {
    const made = derivative('volumes', 'smooth: { fwhmMm: 6 }')
    expect(readdirSync(inside(made))).toHaveLength(4)
  })

  test('parcels become a table, or CIFTI, which is a data set again', () => {
    const table = derivative('tables', parcels)
    const text = readFileSync(join(inside(table), `${stem(1)}_timeseries.tsv`), 'utf8')
    const lines = text.trimEnd().split('\n')
    expect([lines.length, lines[0].split('\t').length]).toEqual([121, 40])
    const matrix = derivative('matrices', parcels, ', format: cifti')
    expect(readdirSync(inside(matrix))).toContain(`${stem(2)}_timeseries.ptseries.nii`)
    const set = `{ bids: ${matrix}, ending: .ptseries.nii }`
    const again = derivative('again', 'standardize: { over: recording }', ', format: cifti', set)
    expect(readdirSync(inside(again))).toEqual(readdirSync(inside(matrix)))
  })

  test('maps of voxels become images of statistics', async () => {
    const glm = 'glm: { contrasts: { faces: { face: 1 }, houses: { house: 1 } } }'
    const made = derivative('maps', `mask: { meanAbove: 100 }, ${glm}`)
    const map = await image(made, `${stem(1)}_statmap.nii.gz`)
    expect(map.values).toHaveLength(2 * 24 * 28 * 18)
  })

  test('a format that cannot hold the rows is refused', () => {
    const check = (write: string, stages = parcels) => {
      const text = `name: x\ndataset: synthetic-fmri\nstages: [${stages}]\nwrite: ${write}\n`
      writeFileSync(join(cwd, 'x.yaml'), text)
      return runCommand(['check', 'x.yaml'], { cwd }).stderr
    }
    expect(check('{ derivatives: x, format: edf }')).toMatch(/fmri is written as nifti/)
    expect(check('{ derivatives: x }', `${parcels}, connectome: {}`)).toMatch(/end with matrices/)
    writeFileSync(
      join(cwd, 'x.yaml'),
      readFileSync(join(cwd, 'tables.yaml'), 'utf8').replace('cleaned', 'cleaned, format: gifti'),
    )
    const ended = runCommand(['run', 'x.yaml'], { cwd, env: { NEURARROW_DATA: '' } })
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringMatching(/vertex/)])
  })
})
