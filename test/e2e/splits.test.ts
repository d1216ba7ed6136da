import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { sharedData } from '../shared-data.ts'

const folder = fileURLToPath(new URL('../../pipelines/splits', import.meta.url))
const cwd = temporaryFolder()
const four = ['--subjects', 'Subject28..Subject31']

/** What a split keeps apart, what scores are of, its folds, and bounds of one mean. */
interface Expected {
  readonly args?: readonly string[]
  readonly measured?: true
  readonly folds: number
  readonly apart: string
  readonly unit: string
  readonly mean: readonly [metric: string, low: number, high: number]
}

const bySubject = { apart: 'subject', unit: 'subject' }
const expected: Readonly<Record<string, Expected>> = {
  blocks: {
    ...{ folds: 60, apart: 'time', unit: 'subject' },
    mean: ['balancedAccuracy', 0.65, 0.8],
  },
  repeats: { folds: 12, ...bySubject, mean: ['accuracy', 0.7, 0.85] },
  'site-out': { folds: 2, apart: 'dataset', unit: 'subject', mean: ['auroc', 0.78, 0.92] },
  'other-site': { folds: 24, ...bySubject, mean: ['kappa', 0.35, 0.6] },
  'within-subject': { folds: 16, apart: 'run', unit: 'subject', mean: ['accuracy', 0.5, 0.8] },
  'session-out': {
    ...{ folds: 8, apart: 'session', unit: 'subject' },
    mean: ['vectorPearson', 0.45, 0.65],
  },
  'unseen-stimulus': { folds: 3, apart: 'event', unit: 'subject', mean: ['top1', -0.01, 0.05] },
  'identify-scan': { folds: 4, ...bySubject, mean: ['relativeRank', 0.38, 0.48] },
  'scored-by-label': { folds: 4, apart: 'subject', unit: 'sex', mean: ['mae', 3, 20] },
  moabb: { folds: 12, ...bySubject, mean: ['auroc', 0.8, 0.95] },
  eegfm: { args: four, measured: true, folds: 8, ...bySubject, mean: ['auroc', 0.5, 1] },
  neuralbench: { args: four, measured: true, folds: 4, ...bySubject, mean: ['auroc', 0.5, 1] },
  'neuralbench-without-00': {
    ...{ args: four, measured: true, folds: 4, ...bySubject },
    mean: ['auroc', 0.5, 1],
  },
  'haxby-runs': {
    ...{ measured: true, folds: 12, apart: 'run', unit: 'run' },
    mean: ['accuracy', 0.65, 0.8],
  },
}

describe('a pipeline for each split and protocol', () => {
  test('each has its expectation here, but for the one whose people are not at hand', () => {
    const files = readdirSync(folder).map((name) => name.replace(/\.yaml$/, ''))
    expect([...Object.keys(expected), 'cbramod'].sort()).toEqual(files.sort())
    const checked = runCommand(['check', join(folder, 'cbramod.yaml')], { cwd })
    expect(checked.code, checked.stderr).toBe(0)
  })

  for (const [name, wanted] of Object.entries(expected)) {
    test.skipIf(wanted.measured && !sharedData)(name, () => {
      const env = { NEURARROW_DATA: wanted.measured ? (sharedData ?? '') : '' }
      const args = ['run', join(folder, `${name}.yaml`), '--json', ...(wanted.args ?? [])]
      const ended = runCommand(args, { cwd, env })
      expect(ended.code, ended.stderr + ended.stdout).toBe(0)
      const { folds, certificate, scores } = JSON.parse(ended.stdout)
      expect(folds).toHaveLength(wanted.folds)
      expect(certificate.clean).toBe(true)
      expect([certificate.apart.unit, certificate.unit]).toEqual([wanted.apart, wanted.unit])
      const [metric, low, high] = wanted.mean
      expect(scores[metric].mean).toBeGreaterThan(low)
      expect(scores[metric].mean).toBeLessThan(high)
    })
  }
})
