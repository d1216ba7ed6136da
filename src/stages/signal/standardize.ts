import * as z from 'zod'
import { fail } from '../../errors.ts'
import { joinMoments, scalingOf } from '../../kernels/moments.ts'
import { unset32 } from '../../kernels/recycling.ts'
import {
  momentScaling,
  quantileScaling,
  rangeScaling,
  robustScaling,
  type Scaling,
  scaleInto,
} from '../../kernels/scaling.ts'
import { defineFitStage } from '../../stage.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import { withNote } from '../../tables/note.ts'
import { type SensorType, sensorsOf, sensorTypes } from '../../tables/sensors.ts'
import {
  type Segment,
  type Signals,
  segmentsOf,
  withSamples,
  withUnit,
} from '../../tables/signals.ts'
import { momentsByChannel, statisticsOf } from '../../tables/statistics.ts'
import type { Table } from '../../tables/table.ts'

const options = z.strictObject({
  over: z
    .enum(['channel', 'window', 'type', 'recording', 'training'])
    .default('training')
    .meta({
      description:
        'what a scale is found over: each row, all channels of a window or segment together, ' +
        'those of one type of sensor, each channel or feature of a recording, or of all training ' +
        'rows',
    }),
  method: z
    .enum(['z', 'robust', 'quantile', 'range'])
    .default('z')
    .meta({
      description:
        'z: mean and deviation; robust: median and interquartile range; quantile: nothing and ' +
        'the quantile of magnitudes; range: from -1, the least, to 1, the largest',
    }),
  quantile: z
    .number()
    .gt(0)
    .max(1)
    .default(0.95)
    .meta({ unit: '1', description: 'which quantile, for that method' }),
  epsilon: z
    .union([z.number().min(0), z.partialRecord(z.enum(sensorTypes), z.number().min(0))])
    .default(0)
    .meta({
      unit: 'the signal',
      description:
        'added to each scale, as models do that were trained so; over: type may have one for ' +
        'each type ({ eeg: 10, mag: 1e-13 }; 0 for others, eeg where a type is not known)',
    }),
  clamp: z.number().positive().optional().meta({
    unit: 'scales',
    description: 'values further from the centre than this are brought to it',
  }),
})

type Options = z.output<typeof options>

/**
 * Brings channels or features to one scale: mean 0 and deviation 1 (`z`), median 0 and
 * interquartile range 1 (`robust`), a quantile of the magnitudes 1 (`quantile`), or the span -1 to
 * 1 (`range`). What is constant becomes 0, in signals with a note, or with `quantile` keeps its
 * sign. Signals then have the unit 1.
 *
 * Values that are not finite are left out of the fit and stay as they are or become NaN; a clamp
 * brings infinities to its ends.
 *
 * @throws {NeurarrowError} `channel-missing` when a channel was not fitted, `length-mismatch` when
 *   features differ in number, `stage-options` when features are to be scaled over a channel
 * @see sklearn.preprocessing.StandardScaler, RobustScaler and MinMaxScaler
 */
export const standardize = defineFitStage({
  use: 'standardize',
  title: 'Bring channels or features to one scale',
  reads: ['signals', 'windows', 'features'],
  writes: 'same',
  scope: 'fold',
  scopeOf: ({ over }) => (over === 'training' ? 'fold' : 'recording'),
  version: 2,
  options,
  shape(input, { over, epsilon }) {
    const issues: { path: string[]; message: string }[] = []
    if (input.kind === 'features' && isOwnScale(over)) {
      const message = 'features have no channels; scale over recording or training'
      issues.push({ path: ['over'], message })
    }
    if (typeof epsilon !== 'number' && over !== 'type') {
      issues.push({ path: ['epsilon'], message: 'one for each type goes with over: type' })
    }
    return { ...input, issues }
  },
  fit(train, given, { summary }): Fitted {
    if (summary) return { by: 'channel', scalings: joined(summary as Table<'statistics'>) }
    const { over } = given
    if (train.kind === 'features' && isOwnScale(over)) {
      fail('stage-options', { stage: 'standardize', option: 'over', value: over })
    }
    if (isOwnScale(over)) return { by: over === 'channel' ? 'row' : over }
    return train.kind === 'features' ? fitFeatures(train, given) : fitChannels(train, given)
  },
  apply(input, fitted, given) {
    if (fitted.by === 'feature') return scaleFeatures(input, fitted.scalings, given)
    const sensors = sensorsOf(input)
    const typeOf = (channel: string) => sensors[channel]?.type ?? ''
    return scaleSignals(input, given, (block) => {
      const scalings = scalingsFor(block, fitted, given, typeOf)
      return scalings.map((each, c) => ({
        ...each,
        scale: each.scale + epsilonOf(given, typeOf(block.channels[c])),
      }))
    })
  },
  contextS: ({ over, method }, _, kind) => {
    if (isOwnScale(over) && kind === 'windows') return 0
    const isSummed = method === 'z' && (over === 'recording' || over === 'channel')
    return isSummed ? 0 : Number.POSITIVE_INFINITY
  },
  summary({ over }, kind) {
    if (isOwnScale(over) && kind === 'windows') return undefined
    return (own) => statisticsOf(own as Signals)
  },
  describe: (fitted) => ({ by: fitted.by, ...('scalings' in fitted ? sizeOf(fitted) : {}) }),
})

/** Whether each row or window has a scale of its own, so that nothing is fitted. */
function isOwnScale(over: Options['over']): over is 'channel' | 'window' | 'type' {
  return over === 'channel' || over === 'window' || over === 'type'
}

/** What is added to a scale, of channels of a type. */
function epsilonOf({ epsilon }: Options, type = ''): number {
  if (typeof epsilon === 'number') return epsilon
  return epsilon[(type || 'eeg') as SensorType] ?? 0
}

/** What was fitted: by channel's name, by feature's number, or nothing for rows and windows. */
type Fitted =
  | { readonly by: 'row' | 'window' | 'type' }
  | { readonly by: 'channel'; readonly scalings: ReadonlyMap<string, Scaling> }
  | { readonly by: 'feature'; readonly scalings: readonly Scaling[] }

function sizeOf({ scalings }: Extract<Fitted, { scalings: unknown }>): { scalings: number } {
  return { scalings: 'size' in scalings ? scalings.size : scalings.length }
}

function scalingOver(parts: readonly ArrayLike<number>[], { method, quantile }: Options): Scaling {
  if (method === 'z') return momentScaling(parts)
  if (method === 'robust') return robustScaling(parts)
  return method === 'range' ? rangeScaling(parts) : quantileScaling(parts, quantile)
}

function fitChannels(train: Table, given: Options): Fitted {
  const parts = new Map<string, Float32Array[]>()
  for (const { channels, values, samples } of segmentsOf(train as Signals)) {
    for (const [c, channel] of channels.entries()) {
      const rows = parts.get(channel) ?? []
      rows.push(values.subarray(c * samples, (c + 1) * samples))
      parts.set(channel, rows)
    }
  }
  const scalings = [...parts].map(([name, rows]) => [name, scalingOver(rows, given)] as const)
  return { by: 'channel', scalings: new Map(scalings) }
}

/** The scalings of a long recording's channels, from the sums of its blocks. */
function joined(summary: Table<'statistics'>): Map<string, Scaling> {
  const parts = [...momentsByChannel(summary)]
  return new Map(parts.map(([channel, moments]) => [channel, scalingOf(joinMoments(moments))]))
}

function fitFeatures(train: Table, given: Options): Fitted {
  const { values, rows, cols } = matrixOf(train as Table<'features'>)
  // Four columns at a time: they share the lines of the cache.
  const columns = Array.from({ length: 4 }, () => new Float64Array(rows))
  const scalings: Scaling[] = []
  for (let d = 0; d < cols; d += 4) {
    const some = columns.slice(0, cols - d)
    for (let r = 0, at = d; r < rows; r++, at += cols) {
      for (let k = 0; k < some.length; k++) some[k][r] = values[at + k]
    }
    for (const column of some) scalings.push(scalingOver([column], given))
  }
  return { by: 'feature', scalings }
}

/** One scaling for each row of a block. */
function scalingsFor(
  { channels, values, samples }: Segment,
  fitted: Fitted,
  given: Options,
  typeOf: (channel: string) => string,
): Scaling[] {
  if (fitted.by === 'type') {
    const rows = channels.map((_, c) => values.subarray(c * samples, (c + 1) * samples))
    const types = channels.map(typeOf)
    const found = new Map(
      types.map((type) => [
        type,
        scalingOver(
          rows.filter((_, c) => types[c] === type),
          given,
        ),
      ]),
    )
    return types.map((type) => found.get(type) ?? scalingOver([], given))
  }
  if (fitted.by === 'window') {
    const common = scalingOver([values], given)
    return channels.map(() => common)
  }
  return channels.map((channel, c) => {
    if (fitted.by === 'channel') return scalingFor(fitted.scalings, channel)
    return scalingOver([values.subarray(c * samples, (c + 1) * samples)], given)
  })
}

function scalingFor(scalings: ReadonlyMap<string, Scaling>, channel: string): Scaling {
  const found = scalings.get(channel)
  return found ?? fail('channel-missing', { stage: 'standardize', missing: [channel] })
}

function scaleSignals(
  input: Table,
  { clamp }: Options,
  of: (block: Segment) => readonly Scaling[],
): Table {
  const table = input as Signals
  const blocks = segmentsOf(table).map((block) => {
    const { values, samples } = block
    const out = unset32(values.length)
    for (const [c, scaling] of of(block).entries()) {
      const [from, to] = [c * samples, (c + 1) * samples]
      scaleInto(values.subarray(from, to), scaling, out.subarray(from, to))
    }
    return clamped(out, clamp)
  })
  return withUnit(noteZeros(withSamples(table, blocks), blocks), '1')
}

/** The signals with a note of how many rows were constant and are 0 now. */
function noteZeros(signals: Signals, blocks: readonly Float32Array[]): Signals {
  const segments = segmentsOf(signals)
  let rows = 0
  for (const [i, { channels, samples }] of segments.entries()) {
    for (let c = 0; c < channels.length; c++) {
      if (isZero(blocks[i].subarray(c * samples, (c + 1) * samples))) rows++
    }
  }
  if (rows === 0) return signals
  return withNote(signals, { stage: 'standardize', says: 'constant rows became zeros', rows })
}

function isZero(row: Float32Array): boolean {
  let t = 0
  while (t < row.length && row[t] === 0) t++
  return t === row.length
}

function scaleFeatures(input: Table, scalings: readonly Scaling[], given: Options): Table {
  const table = input as Table<'features'>
  const { values, cols } = matrixOf(table)
  if (table.rows > 0 && cols !== scalings.length) {
    fail('length-mismatch', { stage: 'standardize', expected: scalings.length, found: cols })
  }
  const out = unset32(values.length)
  const centres = Float64Array.from(scalings, ({ centre }) => centre)
  const scales = Float64Array.from(scalings, ({ scale }) => scale + epsilonOf(given))
  for (let from = 0; from < values.length; from += cols) {
    for (let d = 0; d < cols; d++) out[from + d] = (values[from + d] - centres[d]) / scales[d]
  }
  const { names } = table.meta
  return withFeatures(table, clamped(out, given.clamp), names === undefined ? {} : { names })
}

/** Brings values to -limit or limit in place; NaN stays. */
function clamped(values: Float32Array, limit: number | undefined): Float32Array {
  if (limit === undefined) return values
  for (let i = 0; i < values.length; i++) {
    if (values[i] > limit) values[i] = limit
    else if (values[i] < -limit) values[i] = -limit
  }
  return values
}
