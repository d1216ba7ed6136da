import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { sharedData } from '../shared-data.ts'

const cwd = temporaryFolder()
const pipeline = (name: string) =>
  fileURLToPath(new URL(`../../pipelines/${name}`, import.meta.url))

function run(file: string, more: readonly string[], data = '') {
  const env = { NEURARROW_DATA: data }
  const ended = runCommand(['run', pipeline(file), '--json', ...more], { cwd, env })
  expect(ended.code, ended.stderr).toBe(0)
  return JSON.parse(ended.stdout)
}

function convert(dataset: string, more: readonly string[] = [], data = '') {
  const out = join(cwd, 'data', `${dataset}-bids`)
  const args = ['convert', dataset, '--bids', '--out', out, ...more]
  expect(runCommand(args, { cwd, env: { NEURARROW_DATA: data } }).code).toBe(0)
  return out
}

const means = (record: { scores: Record<string, { mean: number }> }) =>
  Object.entries(record.scores).map(([metric, { mean }]) => [metric, mean.toFixed(4)])

describe('a data set as a BIDS folder', () => {
  test('gives the scores of the data set that it was made from', () => {
    const some = ['--subjects', 'S01..S05']
    const out = convert('synthetic-eeg', some)
    const before = run('motor-mdm.yaml', some)
    const set = ['--set', 'dataset={ bids: data/synthetic-eeg-bids }']
    const after = run('motor-mdm.yaml', set)
    expect(means(after)).toEqual(means(before))
    expect(after.data).toMatchObject({ dataset: 'synthetic-eeg-bids', rows: before.data.rows })
    const file = join(out, 'sub-01', 'eeg', 'sub-01_task-syntheticeeg_channels.tsv')
    writeFileSync(file, readFileSync(file, 'utf8').replace('good', 'bad'))
    const args = ['explain', pipeline('motor-mdm.yaml'), ...set, '--json']
    const told = JSON.parse(runCommand(args, { cwd }).stdout)
    const changed = told.reasons.filter(({ why }: { why: string }) => why === 'changed')
    expect(changed.map(({ id }: { id: string }) => id)).toEqual([
      'sub-01_task-syntheticeeg_eeg/read',
    ])
  })

  test.skipIf(!sharedData)('eegmat-bids scores as eegmat-bandpower', () => {
    const data = sharedData ?? ''
    const some = ['--subjects', 'Subject00..Subject03']
    convert('eegmat', some, data)
    expect(means(run('eegmat-bids.yaml', []))).toEqual(
      means(run('eegmat-bandpower.yaml', some, data)),
    )
  })

  test('cleaned recordings are written as a derivative, which is a data set again', () => {
    writeFileSync(
      join(cwd, 'clean.yaml'),
      [
        'name: clean',
        'dataset: synthetic-eeg',
        'subjects: S01..S02',
        'stages: [pick: { types: [eeg] }, bandpass: { lowHz: 1, highHz: 40 }]',
        'write: { derivatives: cleaned, desc: filtered }',
      ].join('\n'),
    )
    const ended = runCommand(['run', 'clean.yaml', '--json'], { cwd })
    expect(ended.code, ended.stderr).toBe(0)
    const { key } = JSON.parse(ended.stdout)
    const made = `runs/clean-${key.slice(0, 8)}/derivatives/cleaned`
    const stem = 'sub-01_task-syntheticeeg_desc-filtered'
    expect(readdirSync(join(cwd, made, 'sub-01', 'eeg')).sort()).toEqual(
      ['channels.tsv', 'eeg.edf', 'eeg.json', 'events.tsv'].map((end) => `${stem}_${end}`),
    )
    const described = JSON.parse(readFileSync(join(cwd, made, 'dataset_description.json'), 'utf8'))
    expect(described).toMatchObject({
      DatasetType: 'derivative',
      GeneratedBy: [{ Name: 'neurarrow' }],
    })
    const again = run('motor-mdm.yaml', ['--set', `dataset={ bids: ${made} }`])
    expect(again.data).toMatchObject({ subjects: 2, recordings: 2, rows: 120 })
    const refused = runCommand([
      'check',
      pipeline('motor-mdm.yaml'),
      '--set',
      'write={ derivatives: x }',
    ])
    expect(refused.stderr).toMatch(/"evaluate" ends with scores/)
  })

  test('eegmat-bids is checked without its folder; a run says where it looked', () => {
    const empty = temporaryFolder()
    const checked = runCommand(['check', pipeline('eegmat-bids.yaml')], { cwd: empty })
    expect(checked.stdout).toMatch(/ok, 6 stages on eegmat-bids/)
    const ended = runCommand(['run', pipeline('eegmat-bids.yaml')], { cwd: empty })
    expect(ended.code).toBe(3)
    expect(ended.stderr).toMatch(/dataset-incomplete/)
  })
})
