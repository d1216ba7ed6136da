import { allStages } from '../../src/pipeline/registry.ts'
import type { Need, RowTarget, Shape, Stage, StageContext } from '../../src/stage.ts'
import type { Kind } from '../../src/tables/kind.ts'
import { meanScan } from '../../src/tables/mean-scan.ts'
import { concatTables } from '../../src/tables/rows.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import { makeSurface } from '../../src/tables/surface.ts'
import { f64Of, i32Of, type Table } from '../../src/tables/table.ts'
import { axesOf } from '../../src/tables/tokens.ts'
import { fixtures } from '../encoders/model-folder.ts'
import {
  type Example,
  exampleImage,
  exampleNumbers,
  exampleTable,
  exampleVectors,
} from '../fixtures/tables.ts'
import type { StageExample } from './stage-example.ts'
import { stageExamples } from './stage-examples.ts'

/** Stages with models are tried on small ones that were made for tests. */
process.env.NEURARROW_MODELS = fixtures

/** One way to run a stage: options on a table. */
export interface Trial {
  readonly stage: Stage
  readonly options: Record<string, unknown>
  readonly kind: Kind
  readonly made: Example
  readonly mixesChannels: boolean
  readonly name: string
}

/** Every example of every stage on every kind that it reads. */
export const trials: readonly Trial[] = allStages.flatMap((stage) =>
  (stageExamples[stage.use] ?? []).flatMap((example) => trialsOf(stage, example)),
)

function trialsOf(stage: Stage, example: StageExample): Trial[] {
  const { options, kinds = stage.reads, table = {}, mixesChannels = false } = example
  return kinds.map((kind) => ({
    stage,
    options: stage.options.parse(options),
    kind,
    made: table,
    mixesChannels,
    name: `${stage.use} ${JSON.stringify(options)} on ${kind}`,
  }))
}

/** The table that a trial is run on. */
export function inputOf({ kind, made }: Trial): Table {
  return exampleTable(kind, made)
}

/** The training table of a fitted stage: two other subjects. */
export function trainOf({ kind, made }: Trial): Table {
  return concatTables([
    exampleTable(kind, { ...made, subject: 'S2', seed: 21 }),
    exampleTable(kind, { ...made, subject: 'S3', seed: 41 }),
  ])
}

/** Runs a stage, or fits it on the training table (on the input, by its scope) and applies it. */
export async function runTrial(trial: Trial, input: Table, train?: Table): Promise<Table> {
  const { stage, options } = trial
  const context = contextOf(trial)
  if (stage.scope !== 'fold') return stage.run(input, options, context)
  const isOwn = (stage.scopeOf?.(options) ?? 'fold') !== 'fold'
  const rows = isOwn ? input : (train ?? trainOf(trial))
  const labels = stage.supervised ? { target: halves(rows) } : {}
  return stage.apply(input, stage.fit(rows, options, { ...context, ...labels }), options)
}

/** Two classes, by whether the number of the window is even. */
function halves(table: Table): RowTarget {
  const y = Float64Array.from(i32Of(table, 'window'), (window) => window % 2)
  return { classes: ['even', 'odd'], y }
}

function contextOf({ stage, options, made, kind }: Trial): StageContext {
  const needs = stage.needs?.(options) ?? {}
  const tables = Object.entries(needs).map(([name, need]) => [name, tableFor(need, kind, made)])
  return { tables: Object.fromEntries(tables), seed: 5 }
}

function tableFor(need: Need, kind: Kind, made: Example): Table {
  if (need.table === 'events') return exampleTable('events', made)
  if (need.table === 'meanOfFirst') {
    return meanScan(exampleTable(kind, made) as Table<'volumes'>)
  }
  if (need.table === 'image' && need.path.endsWith('.label.gii')) return exampleLabels(made)
  if (need.table === 'image') return exampleImage(need.path === 'map.nii.gz' ? 1 : 3)
  if (need.table === 'numbers') return exampleNumbers(4, 128)
  if (need.table === 'vectors') return exampleVectors()
  const movement = { channels: ['x', 'y', 'z'], rateHz: 0.5, lengthS: 60, pieces: 1 }
  return exampleTable('signals', { ...movement, seed: 99 })
}

/** Labels of the channels of an example, the first two of one parcel. */
function exampleLabels({ channels = [] }: Example): Table {
  const recording = { subject: 'S1', session: '1', run: '1', recording: 'labels', labels: {} }
  const values = Float32Array.from(channels, (_, c) => 1 + (c >> 1))
  const labels = [{ '0': '???', '1': 'a', '2': 'b' }]
  return makeSurface(recording, { channels, values, startS: 0, stepS: 0, labels })
}

/** What a plan would know of a table. */
export function shapeOf(table: Table): Shape {
  const { kind } = table
  if (kind === 'tokens') {
    const { rateHz, channels, channel, time, depth, codes } = axesOf(table as Table<'tokens'>)
    const tokens = { channel, time, depth, codes }
    const lengthS = f64Of(table, 'endS')[0] - f64Of(table, 'startS')[0]
    return { kind, rateHz, channels, lengthS, tokens }
  }
  if (kind !== 'signals' && kind !== 'windows') return { kind }
  const [piece] = segmentsOf(table as Table<'signals' | 'windows'>)
  const { rateHz, channels, samples } = piece
  const lengthS = kind === 'windows' ? { lengthS: samples / rateHz } : {}
  return { kind, rateHz, channels, ...lengthS }
}
