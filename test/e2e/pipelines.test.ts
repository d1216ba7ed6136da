import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { decodeTable } from '../../src/tables/ipc.ts'
import { runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { sharedData } from '../shared-data.ts'

const folder = fileURLToPath(new URL('../../pipelines', import.meta.url))
const cwd = temporaryFolder()
const env = { NEURARROW_DATA: sharedData ?? '' }

/** What a pipeline's scores must be: bounds of a mean, with the reason for them. */
interface Expected {
  readonly args?: readonly string[]
  readonly needsShared?: boolean
  readonly rows: number
  readonly subjects: number
  readonly means: Readonly<Record<string, readonly [number, number]>>
}

const python = JSON.parse(
  readFileSync(new URL('../golden/e2e/python.json', import.meta.url), 'utf8'),
) as Record<'eegmat' | 'haxby', Record<string, number>>
const within = (value: number, by: number) => [value - by, value + by] as const
const subjects = ['--subjects', 'Subject00..Subject31']

/** What all 32 take minutes for; `bench/eegmat.md` has their scores. */
const six = ['--subjects', 'Subject00..Subject05']

/** Filters and resampler differ from MNE's at the ends of a recording: 0.01 for eegmat. */
const expected: Readonly<Record<string, Expected>> = {
  'quickstart.yaml': { rows: 720, subjects: 12, means: { auroc: [0.75, 0.95] } },
  'eegmat-bandpower.yaml': {
    args: subjects,
    needsShared: true,
    rows: 1515,
    subjects: 32,
    means: {
      balancedAccuracy: within(python.eegmat.balancedAccuracy, 0.01),
      auroc: within(python.eegmat.auroc, 0.01),
      averagePrecision: within(python.eegmat.averagePrecision, 0.01),
    },
  },
  'eegmat-riemann.yaml': {
    args: subjects,
    needsShared: true,
    rows: 1515,
    subjects: 32,
    means: { auroc: [0.85, 1] },
  },
  'eegmat-encoder.yaml': {
    needsShared: true,
    rows: 1515,
    subjects: 32,
    means: { auroc: [0.85, 1] },
  },
  'eegmat-best.yaml': {
    args: six,
    needsShared: true,
    rows: 286,
    subjects: 6,
    means: { auroc: [0.75, 0.95] },
  },
  'eegmat-best-transductive.yaml': {
    args: six,
    needsShared: true,
    rows: 286,
    subjects: 6,
    means: { auroc: [0.6, 0.95] },
  },
  'eegmat-cbramod.yaml': {
    args: subjects,
    needsShared: true,
    rows: 1515,
    subjects: 32,
    means: { auroc: [0.97, 1] },
  },
  'haxby-lda.yaml': {
    needsShared: true,
    rows: 864,
    subjects: 1,
    means: { accuracy: within(python.haxby.accuracy, 0.005) },
  },
  'haxby-blocks.yaml': {
    needsShared: true,
    rows: 96,
    subjects: 1,
    means: { accuracy: [0.9, 1] },
  },
  'haxby-searchlight.yaml': {
    ...{ needsShared: true, rows: 96, subjects: 1 },
    means: { accuracy: [0.85, 1] },
  },
  'synthetic-fmri-encoding.yaml': {
    ...{ rows: 2400, subjects: 5 },
    means: { vectorPearson: [0.04, 0.12] },
  },
  'synthetic-fmri-layers.yaml': { rows: 1120, subjects: 4, means: { vectorPearson: [0.5, 0.8] } },
  'synthetic-eeg-words.yaml': { rows: 1152, subjects: 4, means: { top1Words: [0.6, 0.75] } },
  'synthetic-eeg-layers.yaml': { rows: 384, subjects: 4, means: { vectorPearson: [0.3, 0.5] } },
  'synthetic-fmri-pictures.yaml': {
    rows: 1152,
    subjects: 8,
    means: { top1: [0.65, 0.9], ssim: [0.6, 0.8], rsa: [0.1, 0.4] },
  },
  'synthetic-fmri-alike.yaml': {
    rows: 144,
    subjects: 8,
    means: { rsa: [0.2, 0.6], rsaKendall: [0.1, 0.4], unbiasedCka: [0.4, 0.9] },
  },
  'synthetic-fmri-seen.yaml': {
    rows: 144,
    subjects: 8,
    means: {
      pixelCorrelation: [0.85, 0.98],
      'twoWay@tiny-vision/early': [0.8, 1],
      'correlationDistance@tiny-vision/pooled': [0, 0.03],
    },
  },
  'haxby-glm.yaml': {
    needsShared: true,
    rows: 96,
    subjects: 1,
    means: { accuracy: [0.55, 0.75] },
  },
  'synthetic-fmri-srm.yaml': { rows: 240, subjects: 6, means: { segmentAccuracy: [0.4, 0.95] } },
  'synthetic-fmri-gpfa.yaml': { rows: 240, subjects: 6, means: { segmentAccuracy: [0.6, 0.95] } },
  'synthetic-fmri-fixed-effects.yaml': { rows: 24, subjects: 8, means: { accuracy: [0.85, 1.01] } },
  'synthetic-fmri-rsa.yaml': { rows: 4680, subjects: 6, means: { spearman: [0.1, 0.25] } },
  'synthetic-fmri-doubt.yaml': {
    rows: 16,
    subjects: 8,
    means: { coverage95: [0.85, 1], width95: [15, 35] },
  },
  'synthetic-fmri-connectome.yaml': { rows: 16, subjects: 8, means: { mae: [3, 12] } },
  'motor-codes.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.95] } },
  'motor-bandpower.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.95] } },
  'motor-timecourse.yaml': { rows: 720, subjects: 12, means: { auroc: [0.75, 0.95] } },
  'motor-csp.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.95] } },
  'motor-fbcsp.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.95] } },
  'motor-fewshot-aligned.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.9] } },
  'motor-fewshot.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.9] } },
  'motor-mdm.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.95] } },
  'motor-spectrogram.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.95] } },
  'motor-procrustes.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.9] } },
  'motor-svm.yaml': { rows: 720, subjects: 12, means: { auroc: [0.8, 0.95] } },
  'motor-transfer.yaml': { rows: 1440, subjects: 24, means: { auroc: [0.7, 0.95] } },
  'synthetic-fmri-bootstrap.yaml': {
    rows: 2400,
    subjects: 5,
    means: { vectorPearson: [0.04, 0.12] },
  },
  'synthetic-fmri-pool.yaml': { rows: 1152, subjects: 8, means: { accuracy: [0.45, 0.75] } },
  'synthetic-fmri.yaml': { rows: 1152, subjects: 8, means: { accuracy: [0.5, 0.9] } },
}

/** Tried below, in bids and fmri-derivatives, and in test/encoders/pulled-models.test.ts. */
const elsewhere = [
  'motor-chance.yaml',
  'eegmat-bids.yaml',
  'motor-heads.yaml',
  'eegmat-clean.yaml',
  'eegmat-iclabel.yaml',
  'eegmat-seizures.yaml',
  'eegmat-components.yaml',
  'haxby-rsa.yaml',
  'haxby-recovery.yaml',
  'motor-next-id.yaml',
  'synthetic-fmri-smoothness.yaml',
  'synthetic-fmri-edges.yaml',
]

describe('every pipeline of the gallery runs and scores as it should', () => {
  test('each has its expectation here', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
    expect([...Object.keys(expected), ...elsewhere].sort()).toEqual(files.sort())
  })

  for (const [name, wanted] of Object.entries(expected)) {
    test.skipIf(wanted.needsShared && !sharedData)(`${name}`, () => {
      const args = ['run', join(folder, name), '--json', ...(wanted.args ?? [])]
      const ended = runCommand(args, { cwd, env })
      expect(ended.code, ended.stderr).toBe(0)
      const record = JSON.parse(ended.stdout)
      expect(record.status).toBe('done')
      expect(record.data).toMatchObject({ rows: wanted.rows, subjects: wanted.subjects })
      expect(record.certificate.clean).toBe(true)
      for (const [metric, [low, high]] of Object.entries(wanted.means)) {
        expect(record.scores[metric].mean, metric).toBeGreaterThan(low)
        expect(record.scores[metric].mean, metric).toBeLessThan(high)
      }
      const run = join(cwd, 'runs', `${record.pipeline}-${record.key.slice(0, 8)}`)
      const predictions = decodeTable(readFileSync(join(run, 'predictions.arrow')))
      const tested = record.folds.reduce(
        (sum: number, fold: { testRows: number }) => sum + fold.testRows,
        0,
      )
      expect(predictions.rows).toBe(tested)
      const report = readFileSync(join(run, 'report.html'), 'utf8')
      expect(report.trimEnd().endsWith('</html>')).toBe(true)
      expect(/<(script|link|img|iframe)\b/.test(report), 'nothing is loaded').toBe(false)
    })
  }

  test.skipIf(!sharedData)('subjects an encoder was pretrained on are named when tested', () => {
    const set = ['--set', 'evaluate.split={ kFold: 2, by: subject }']
    const ended = runCommand(
      [
        'run',
        join(folder, 'eegmat-encoder.yaml'),
        '--json',
        '--subjects',
        'Subject26..Subject29',
        ...set,
      ],
      { cwd, env },
    )
    expect(ended.code, ended.stderr).toBe(0)
    const { certificate } = JSON.parse(ended.stdout)
    expect(certificate.clean).toBe(false)
    expect(certificate.contamination).toEqual([
      { model: 'neurarrow-small', dataset: 'eegmat', subjects: ['Subject26', 'Subject27'] },
    ])
  })

  test('motor-heads.yaml: each variant of a sweep is a run; the floor is at chance', () => {
    const file = join(folder, 'motor-heads.yaml')
    const ended = runCommand(['run', file, '--json'], { cwd, env })
    expect(ended.code, ended.stderr).toBe(0)
    const { sweep } = JSON.parse(ended.stdout)
    const [floor, ...others] = sweep
    const uses = ['majority', 'nearest', 'knn', 'ridge', 'lda', 'mlp']
    expect(sweep.map(({ variant }: { variant: object }) => variant)).toEqual(
      uses.map((use) => ({ 'evaluate.head': { [use]: use === 'knn' ? { k: 15 } : {} } })),
    )
    expect(floor.scores.balancedAccuracy.mean).toBe(0.5)
    for (const { scores } of others) {
      expect(scores.balancedAccuracy.mean).toBeGreaterThan(0.68)
      expect(scores.balancedAccuracy.mean).toBeLessThan(0.85)
    }
    expect(new Set(sweep.map(({ key }: { key: string }) => key)).size).toBe(6)
    const shared = (record: { plan: { nodes: { stage: string; key: string }[] } }) =>
      record.plan.nodes.filter(({ stage }) => stage === 'bandpower').map(({ key }) => key)
    expect(shared(others[0])).toEqual(shared(floor))
  })

  test('motor-chance.yaml: folds that are fitted anew on shuffled labels are at chance', () => {
    const ended = runCommand(
      ['run', join(folder, 'motor-chance.yaml'), '--json', '--set', 'evaluate.permutation.refit=4'],
      { cwd, env },
    )
    expect(ended.code, ended.stderr).toBe(0)
    const { refit, folds } = JSON.parse(ended.stdout)
    expect(refit.refits).toBe(4)
    for (const { p, chance } of Object.values<{ p: number; chance: number }>(refit.scores)) {
      expect(p).toBe(0.2)
      expect(Math.abs(chance - 0.5)).toBeLessThan(0.06)
    }
    expect(folds.every(({ threshold }: { threshold: number }) => Number.isFinite(threshold))).toBe(
      true,
    )
  })

  test('one variant alone is the run it was among others', () => {
    const file = join(folder, 'motor-heads.yaml')
    const one = ['--set', 'sweep={evaluate.head: [lda: {}]}']
    const alone = runCommand(['run', file, '--json', ...one], { cwd, env })
    expect(alone.code, alone.stderr).toBe(0)
    const { sweep } = JSON.parse(alone.stdout)
    expect(sweep.length).toBe(1)
    expect(sweep[0].variant).toEqual({ 'evaluate.head': { lda: {} } })
    expect(sweep[0].plan.nodes.every(({ cached }: { cached: boolean }) => cached)).toBe(true)
  })
})

describe.skipIf(!sharedData)('pipelines without an evaluation', () => {
  test('haxby-rsa.yaml: objects are told apart, and runs agree to a ceiling', () => {
    const out = runCommand(['run', join(folder, 'haxby-rsa.yaml'), '--json'], { cwd, env })
    expect(out.code, out.stderr).toBe(0)
    const { notes } = JSON.parse(out.stdout) as { notes: string[] }
    expect(notes[0]).toMatch(/living 0\.\d+.*houses 0\.\d+.*ceilingLow 0\.\d+/)
    const { pipeline, key } = JSON.parse(out.stdout) as { pipeline: string; key: string }
    const run = join(cwd, 'runs', `${pipeline}-${key.slice(0, 8)}`)
    const page = readFileSync(join(run, 'report.html'), 'utf8')
    expect(page).toContain('Models of dissimilarities by Spearman correlation')
    expect(page).toContain('model objects')
  })

  test('haxby-recovery.yaml: which models the runs could tell apart', () => {
    const out = runCommand(['run', join(folder, 'haxby-recovery.yaml'), '--json'], { cwd, env })
    expect(out.code, out.stderr).toBe(0)
    const { notes } = JSON.parse(out.stdout) as { notes: string[] }
    expect(notes[0]).toMatch(/models recovered in 0\.\d+ of draws: living \d\.\d+, objects/)
  })
})
