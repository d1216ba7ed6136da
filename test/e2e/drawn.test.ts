import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeTable } from '../../src/tables/ipc.ts'
import { f64Of, type Table, wordsOf } from '../../src/tables/table.ts'
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

const answer = `name: doubt
dataset: synthetic-fmri
stages:
  - parcellate: { atlas: atlas.nii.gz }
  - standardize: { over: recording }
  - window: { lengthS: 40 }
  - encode: { model: dropout-answer, pool: flatten, draws: { count: 30, give: both } }
evaluate:
  target: age
  split: { leaveOut: subject }
  head: { modelAnswer: { value: mean0, variance: variance0 } }
  metrics: [mae, coverage95, width95]
  bootstraps: 100
  permutations: 20
`

/** Coverage and width of each person in a predictions table, by their definition. */
function byPerson(predictions: Table): Record<string, { inside: number; width: number }> {
  const [truth, told, deviation] = ['truth', 'prediction', 'deviation'].map((name) =>
    f64Of(predictions, name),
  )
  const people = wordsOf(predictions, 'subject')
  const entries = [...new Set(people)].map((person) => {
    const rows = [...people.keys()].filter((row) => people[row] === person)
    const inside = rows.filter((r) => Math.abs(truth[r] - told[r]) <= 1.96 * deviation[r])
    const width = rows.reduce((sum, r) => sum + 3.92 * deviation[r], 0)
    return [person, { inside: inside.length / rows.length, width: width / rows.length }]
  })
  return Object.fromEntries(entries)
}

function runAnswer(name: string, head: string) {
  const file = join(cwd, `${name}.yaml`)
  writeFileSync(file, answer.replace('name: doubt', `name: ${name}`).replace(/head: .*/, head))
  const ended = runCommand(['run', file, '--json', '--out', name], { cwd, env })
  expect(ended.code, ended.stderr).toBe(0)
  const { key, scores } = JSON.parse(ended.stdout)
  const folder = join(cwd, name, `${name}-${key.slice(0, 8)}`)
  const predictions = decodeTable(readFileSync(join(folder, 'predictions.arrow')))
  return { scores, folder, predictions }
}

test('coverage of mean and 1.96 standard deviations over runs with dropout, and the report', () => {
  const told = 'head: { modelAnswer: { value: mean0, variance: variance0 } }'
  const { scores, folder, predictions } = runAnswer('doubt', told)
  const expected = byPerson(predictions)
  const persons = Object.keys(expected)
  expect(persons).toHaveLength(8)
  for (const person of persons) {
    expect(scores.coverage95.perGroup[person]).toBeCloseTo(expected[person].inside, 12)
    expect(scores.width95.perGroup[person]).toBeCloseTo(expected[person].width, 10)
  }
  expect(scores.coverage95.mean).toBeGreaterThan(0.3)
  expect(scores.coverage95.mean).toBeLessThan(0.95)
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('coverage95')
})

test('noise of training rows on top brings coverage to what it should be', () => {
  const more = 'head: { modelAnswer: { value: mean0, variance: variance0, noise: training } }'
  const { scores } = runAnswer('doubt-noise', more)
  expect(scores.coverage95.mean).toBeGreaterThan(0.85)
})

test('intervals of a head that does not say how sure it is are refused by check', () => {
  const file = join(cwd, 'sure.yaml')
  writeFileSync(file, answer.replace(/head: .*/, 'head: { ridge: {} }'))
  const ended = runCommand(['check', file], { cwd, env })
  expect(ended.code).toBe(2)
  expect(ended.stderr).toContain('coverage95 needs a head that says how sure it is')
})

test('a model without a noise input is refused before anything is read', () => {
  const file = join(cwd, 'plain.yaml')
  writeFileSync(file, pipeline.replace('dropout-encoder', 'half-encoder'))
  const ended = runCommand(['check', file], { cwd, env })
  expect(ended.code).toBe(2)
  expect(ended.stderr).toContain('half-encoder has no noise input')
})
