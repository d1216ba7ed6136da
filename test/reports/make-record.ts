import { certify } from '../../src/evaluation/certificate.ts'
import { makePredictions } from '../../src/evaluation/predictions.ts'
import { scorePredictions } from '../../src/evaluation/score.ts'
import { random } from '../../src/kernels/random.ts'
import type { PlanNode, RunRecord } from '../../src/store/run.ts'
import { makeFeatures } from '../../src/tables/features.ts'
import { concatTables } from '../../src/tables/rows.ts'
import { type Table, textOf } from '../../src/tables/table.ts'

/** What the made run is like. */
export interface Made {
  readonly subjects: readonly string[]
  /** Empty for a number as target. */
  readonly classes: readonly string[]
  readonly metrics: readonly string[]
  readonly rowsEach?: number
}

export const twoClasses: Made = {
  subjects: Array.from({ length: 32 }, (_, i) => `Subject${String(i).padStart(2, '0')}`),
  classes: ['arithmetic', 'rest'],
  metrics: ['balancedAccuracy', 'auroc', 'averagePrecision'],
}

/** A run as the executor would record it, with predictions drawn from a seed. */
export function makeRun(made: Made): { record: RunRecord; predictions: Table<'predictions'> } {
  const predictions = concatTables(made.subjects.map((name, i) => drawn(made, name, i)))
  const { byMetric, calibration, coverage } = scorePredictions(predictions, {
    ...{ metrics: made.metrics, unit: 'subject', seed: 0 },
    ...{ bootstraps: 300, permutations: 200 },
  })
  const rows = made.rowsEach ?? 48
  const all = rows * made.subjects.length
  const record: RunRecord = {
    version: 1,
    pipeline: 'made-bandpower',
    title: 'Mental arithmetic or rest, from band power',
    key: '5f0c2a9be1774d60a1',
    status: 'done',
    startedAt: '2026-01-02T03:04:05.000Z',
    commands: ['npx neurarrow run pipelines/made-bandpower.yaml --seed 0'],
    data: {
      ...{ dataset: 'made', title: 'A made data set', licence: 'ODC-BY 1.0', modality: 'eeg' },
      ...{ subjects: made.subjects.length, recordings: 2 * made.subjects.length, rows: all },
      classes: Object.fromEntries(made.classes.map((name, k) => [name, share(all, k)])),
    },
    evaluation: {
      target: 'task',
      split: { leaveOut: 'subject' },
      head: { use: 'logistic', options: { c: 0.01, classWeight: 'balanced' } },
      metrics: made.metrics,
      ...{ seed: 0, bootstraps: 300, permutations: 200 },
    },
    scores: byMetric,
    ...{ calibration, coverage },
    folds: made.subjects.map((name, fold) => {
      return { fold, test: [name], trainRows: all - rows, testRows: rows }
    }),
    certificate: certificateOf(made.subjects, rows),
    plan: { nodes: nodesOf(made.subjects) },
    models: [],
    cards: [
      {
        ...{ of: 'dataset', name: 'made', title: 'A made data set' },
        description: 'Rest, then arithmetic, made from a seed.',
        facts: [
          ['licence', 'ODC-BY 1.0'],
          ['cite', 'doi:10.3390/data4010014'],
          ['population', '36 subjects'],
        ],
        warnings: ['In this data set rest always precedes the task.'],
      },
    ],
    failures: [
      {
        recording: 'Subject35_1',
        code: 'file-truncated',
        facts: { file: 'Subject35_1.edf', byte: 8192, expected: 3_804_296 },
      },
    ],
    notes: ['reject: 3 of 1518 windows were dropped, peak to peak above 250 uV.'],
    warnings: ['In this data set rest always precedes the task: time and class are confounded.'],
    cite: ['doi:10.3390/data4010014', 'doi:10.1109/TAU.1967.1161901'],
    timingsS: {
      ...{ total: 4.12, read: 0.61, evaluate: 0.92 },
      stages: { pick: 0.02, resample: 2.4, bandpass: 1.31, window: 0.05, bandpower: 0.83 },
    },
    versions: { neurarrow: '0.1.0', node: '20.20.2', onnxruntime: '1.30.0' },
    platform: { os: 'linux', arch: 'x64', cpu: 'Made CPU', cores: 2, workers: 2, device: 'cpu' },
  }
  return { record, predictions }
}

function share(rows: number, k: number): number {
  return Math.round(k === 0 ? rows * 0.25 : rows * 0.75)
}

function drawn({ classes, rowsEach = 48 }: Made, subject: string, i: number) {
  const draw = random(i + 1)
  const k = Math.max(1, classes.length)
  const skill = 0.9 + 0.5 * draw.normal()
  const y = Float64Array.from({ length: rowsEach }, (_, r) =>
    classes.length === 0 ? 20 + 8 * draw.normal() : r % (2 * k) < k + 1 ? r % k : k - 1,
  )
  const scores = Float64Array.from(y, (value) => value + 4 * draw.normal())
  const logits = Array.from(y, (code) =>
    Array.from({ length: k }, (_, c) => draw.normal() + (c === code ? skill : 0)),
  )
  const softmax = logits.flatMap((row) => {
    const sum = row.reduce((all, logit) => all + Math.exp(logit), 0)
    return row.map((logit) => Math.exp(logit) / sum)
  })
  const one = textOf(y.length > 0 ? Array.from(y, () => '1') : [])
  const name = textOf(Array.from(y, () => subject))
  const at = (offset: number) => Float64Array.from(y, (_, r) => 5 * (r + offset))
  const spans = { window: Int32Array.from(y, (_, r) => r), startS: at(0), endS: at(1) }
  const keys = { subject: name, session: one, run: one, recording: name }
  const features = makeFeatures(keys, spans, new Float32Array(y.length), { labels: '[]' })
  return makePredictions(features, {
    fold: i,
    target: { name: 'task', classes, y },
    scores: classes.length === 0 ? scores : Float64Array.from(softmax),
    positive: 0,
    unit: 'subject',
    columns: ['subject'],
  })
}

function certificateOf(subjects: readonly string[], rows: number) {
  const trained = subjects.length - 1
  const proof = { unit: 'subject' as const, sharedRecordings: 0, hashed: 2 * subjects.length }
  return certify({
    unit: 'subject',
    apart: { unit: 'subject' },
    folds: subjects.length,
    proofs: subjects.map((_, fold) => ({ ...proof, fold, trainGroups: trained, testGroups: 1 })),
    results: subjects.map((name, fold) => ({
      fold,
      test: [name],
      fitted: ['standardize', 'logistic'].map((stage, index) => ({
        ...{ stage, index, rows: trained * rows, facts: { seed: index } },
        groups: subjects.filter((one) => one !== name),
      })),
    })),
    transductive: [],
    contamination: [],
  })
}

function nodesOf(subjects: readonly string[]): PlanNode[] {
  const recordings = subjects.flatMap((name) => [`${name}_1`, `${name}_2`])
  const stages = [
    { stage: 'pick', options: { channels: ['Fp1', 'Fp2', 'Cz'] }, title: 'Keep some channels' },
    { stage: 'resample', options: { rateHz: 200 }, title: 'Change the sampling rate' },
    { stage: 'bandpass', options: { lowHz: 0.5, highHz: 45 }, title: 'Keep a band' },
    { stage: 'window', options: { lengthS: 5 }, title: 'Cut into windows of one length' },
    { stage: 'bandpower', options: { segmentS: 2, log: true }, title: 'Power in bands' },
  ]
  const node = (stage: (typeof stages)[number], i: number, one: string): PlanNode => ({
    ...{ id: `${one}/${i}`, stage: stage.stage, title: stage.title, options: stage.options },
    ...{ scope: 'recording', key: 'k', cached: i < 2, seconds: [0.001, 0.04, 0.02, 0, 0.013][i] },
  })
  const fitted = subjects.map((name, fold): PlanNode => {
    const id = `fold ${fold}`
    return {
      id,
      stage: 'fold',
      options: {},
      scope: 'fold',
      key: name,
      cached: false,
      seconds: 0.02,
    }
  })
  return [...stages.flatMap((stage, i) => recordings.map((one) => node(stage, i, one))), ...fitted]
}
