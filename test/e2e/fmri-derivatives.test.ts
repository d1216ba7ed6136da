import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
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

  test('connectomes become lists of edges, of matrices or of the stage edges', () => {
    const pipeline = fileURLToPath(
      new URL('../../pipelines/synthetic-fmri-edges.yaml', import.meta.url),
    )
    const args = ['run', pipeline, '--subjects', 'sub-01', '--json']
    const ended = runCommand(args, { cwd, env: { NEURARROW_DATA: '' } })
    expect(ended.code, ended.stderr).toBe(0)
    const record = JSON.parse(ended.stdout)
    const run = join(cwd, 'runs', `${record.pipeline}-${record.key.slice(0, 8)}`)
    const folder = join(run, 'derivatives', 'connectomes', 'sub-01', 'func')
    const name = 'sub-01_task-objects_run-1_desc-minutes_relmat.tsv'
    const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
    expect(lines[0]).toBe('window\tstartS\tendS\ti\tj\tfrom\tto\tw')
    // a tenth of 7 x 40 x 40 elements, of which 7 x 40 stand on the diagonal and pairs stand twice
    expect(lines).toHaveLength(1 + (0.1 * 7 * 1600 - 7 * 40) / 2)
    const whole = derivative('matrices', `${parcels}, connectome: {}`)
    const dense = readFileSync(join(inside(whole), `${stem(1)}_relmat.tsv`), 'utf8')
    expect(dense.trimEnd().split('\n')).toHaveLength(1 + (40 * 39) / 2)
    const said = JSON.parse(readFileSync(join(inside(whole), `${stem(1)}_relmat.json`), 'utf8'))
    expect([said.Nodes.length, said.Units]).toEqual([40, '1'])
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

  test('a map of all runs of a person is one image', async () => {
    const glm = 'glm: { contrasts: { faces: { face: 1 } }, map: effectVariance }'
    const stages = `mask: { meanAbove: 100, of: firstOfSubject }, ${glm}, fixedEffects: {}`
    const made = derivative('joint', stages)
    const ends = ['statmap.json', 'statmap.nii.gz'].map((end) => `${stem(1)}_${end}`)
    expect(readdirSync(inside(made)).sort()).toEqual(ends)
    const said = JSON.parse(readFileSync(join(inside(made), ends[0]), 'utf8'))
    expect(said.Volumes).toMatchObject([{ contrast: 'faces', map: 'z', freedom: 224 }])
  })

  test('a format that cannot hold the rows is refused', () => {
    const check = (write: string, stages = parcels) => {
      const text = `name: x\ndataset: synthetic-fmri\nstages: [${stages}]\nwrite: ${write}\n`
      writeFileSync(join(cwd, 'x.yaml'), text)
      return runCommand(['check', 'x.yaml'], { cwd }).stderr
    }
    expect(check('{ derivatives: x, format: edf }')).toMatch(/fmri is written as nifti/)
    const cut = `${parcels}, window: { lengthS: 20 }`
    expect(check('{ derivatives: x }', cut)).toMatch(/end with windows/)
    writeFileSync(
      join(cwd, 'x.yaml'),
      readFileSync(join(cwd, 'tables.yaml'), 'utf8').replace('cleaned', 'cleaned, format: gifti'),
    )
    const ended = runCommand(['run', 'x.yaml'], { cwd, env: { NEURARROW_DATA: '' } })
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringMatching(/vertex/)])
  })
})
