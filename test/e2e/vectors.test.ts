import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { noisePipeline, writeNoiseSet } from '../fixtures/noise-set.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const folder = temporaryFolder()
const stimuli = join(folder, 'data', 'noise', 'stimuli.tsv')

const pipeline = (head: string, stage = 'vectors: { table: stimuli.tsv, by: part }') =>
  noisePipeline
    .replace('  - standardize: { over: training }', `  - ${stage}\n  - standardize: {}`)
    .replace('target: part', 'target: vector')
    .replace('logistic: { c: 0.1 }', head)
    .replace('[balancedAccuracy, auroc]', '[top1, twoWay, cosine, vectorPearson]')

beforeAll(() => {
  writeNoiseSet(folder, { subjects: 4, lengthS: 20, channels: 3 })
  writeFileSync(stimuli, 'id\tx\ty\nrest\t1\t0\ntask\t-0.5\t2\n')
})

function run(text: string, ...flags: string[]) {
  writeFileSync(join(folder, 'vectors.yaml'), text)
  return runCommand(['run', 'vectors.yaml', '--json', ...flags], { cwd: folder })
}

interface Run {
  readonly scores: Record<string, { mean: number; chance: number; p: number }>
  readonly certificate: { clean: boolean }
  readonly key: string
}

describe('vectors of stimuli as target', () => {
  test.each(['embeddingRegression: {}', 'retrieval: { epochs: 50 }'])('%s', (head) => {
    const { stdout, code } = run(pipeline(head), '--workers', '1')
    expect(code).toBe(0)
    const { scores, certificate, key } = JSON.parse(stdout) as Run
    expect(certificate.clean).toBe(true)
    expect(scores.top1.mean).toBeGreaterThan(0.7)
    expect(scores.top1.p).toBeLessThan(0.05)
    expect(Math.abs(scores.top1.chance - 0.5)).toBeLessThan(0.1)
    const again = run(pipeline(head), '--workers', '2', '--store', 'other')
    expect((JSON.parse(again.stdout) as Run).key).toBe(key)
    expect((JSON.parse(again.stdout) as Run).scores).toEqual(scores)
  })

  test('changed vectors are another run; a label without one says which', () => {
    const before = JSON.parse(run(pipeline('embeddingRegression: {}')).stdout) as Run
    const text = readFileSync(stimuli, 'utf8')
    writeFileSync(stimuli, text.replace('-0.5', '-0.75'))
    const after = JSON.parse(run(pipeline('embeddingRegression: {}')).stdout) as Run
    expect(after.key).not.toBe(before.key)
    writeFileSync(stimuli, text.replace('task', 'other'))
    const failed = run(pipeline('embeddingRegression: {}'))
    expect(failed.code).not.toBe(0)
    expect(failed.stdout + failed.stderr).toMatch(/target-missing/)
    writeFileSync(stimuli, text)
  })

  test('a file that is not there ends before anything is run', () => {
    const stage = 'vectors: { table: nowhere.tsv, by: part }'
    const { code, stdout } = run(pipeline('embeddingRegression: {}', stage))
    expect(code).toBe(3)
    expect(stdout).toMatch(/file-missing/)
  })
})
