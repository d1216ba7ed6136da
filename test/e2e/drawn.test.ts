import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { fixtures } from '../encoders/model-folder.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const cwd = temporaryFolder()
const env = { NEURARROW_MODELS: fixtures }

const pipeline = `name: drawn
dataset: synthetic-eeg
stages:
  - bandpass: { lowHz: 8, highHz: 30 }
  - resample: { rateHz: 64 }
  - window: { around: ['*'], tminS: 0, tmaxS: 4 }
  - encode: { model: dropout-encoder, draws: { count: 8, give: both } }
  - pickFeatures: { features: ['variance*'] }
  - standardize: { over: training }
evaluate:
  target: event
  split: { kFold: 2, by: subject }
  head: { lda: { shrinkage: auto } }
  metrics: [auroc]
  bootstraps: 100
  permutations: 20
`

test('the doubt of a model with dropout, the same bytes on one thread and on two', () => {
  const file = join(cwd, 'drawn.yaml')
  writeFileSync(file, pipeline)
  const predicted = [1, 2].map((workers) => {
    const own = ['--workers', `${workers}`, '--store', `store${workers}`, '--out', `out${workers}`]
    const people = ['--subjects', 'S01..S04']
    const ended = runCommand(['run', file, '--json', ...people, ...own], { cwd, env })
    expect(ended.code, ended.stderr).toBe(0)
    const { key, scores } = JSON.parse(ended.stdout)
    expect(scores.auroc.mean).toBeGreaterThan(0.5)
    const folder = join(cwd, `out${workers}`, `drawn-${key.slice(0, 8)}`)
    return readFileSync(join(folder, 'predictions.arrow'))
  })
  expect(predicted[0].equals(predicted[1])).toBe(true)
})

test('a model without a noise input is refused before anything is read', () => {
  const file = join(cwd, 'plain.yaml')
  writeFileSync(file, pipeline.replace('dropout-encoder', 'half-encoder'))
  const ended = runCommand(['check', file], { cwd, env })
  expect(ended.code).toBe(2)
  expect(ended.stderr).toContain('half-encoder has no noise input')
})
