import * as z from 'zod'
import { fail } from '../../errors.ts'
import { joinMoments, scalingOf } from '../../kernels/moments.ts'
import { unset32 } from '../../kernels/recycling.ts'
import { momentScaling, robustScaling, type Scaling, scaleInto } from '../../kernels/scaling.ts'
import { defineFitStage } from '../../stage.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import { type Signals, segmentsOf, withSamples } from '../../tables/signals.ts'
import { momentsByChannel, statisticsOf } from '../../tables/statistics.ts'
import type { Table } from '../../tables/table.ts'

const options = z.strictObject({
  over: z
    .enum(['channel', 'recording', 'training'])
    .default('training')
    .meta({
      description:
        'what a scale is found over: each row, each channel or feature of a recording, ' +
        'or of all training rows',
    }),
  method: z
    .enum(['z', 'robust'])
    .default('z')
    .meta({ description: 'z: mean and deviation; robust: median and interquartile range' }),
})

/**
 * Brings channels or features to one scale: mean 0 and deviation 1 (`z`), or median 0 and
 * interquartile range 1 (`robust`). What is constant becomes 0.
 *
 * Values that are not finite are left out of the fit and stay as they are or become NaN.
 *
 * @throws {NeurarrowError} `channel-missing` when a channel was not fitted, `length-mismatch` when
 *   features differ in number, `stage-options` when features are to be scaled over a channel
 * @see sklearn.preprocessing.StandardScaler, sklearn.preprocessing.RobustScaler
 */
export const standardize = defineFitStage({
  use: 'standardize',
  title: 'Bring channels or features to one scale',
  reads: ['signals', 'windows', 'features'],
  writes: 'same',
  scope: 'fold',
  scopeOf: ({ over }) => (over === 'training' ? 'fold' : 'recording'),
  version: 1,
  options,
  shape(input, { over }) {
    const refused = input.kind === 'features' && over === 'channel'
    const message = 'features have no channels; scale over recording or training'
    return { ...input, issues: refused ? [{ path: ['over'], message }] : [] }
  },
  fit(train, { over, method }, { summary }): Fitted {
    if (summary) return { by: 'channel', scalings: joined(summary as Table<'statistics'>) }
    if (train.kind === 'features' && over === 'channel') {
      fail('stage-options', { stage: 'standardize', option: 'over', value: over })
    }
    if (over === 'channel') return { by: 'row' }
    return train.kind === 'features' ? fitFeatures(train, method) : fitChannels(train, method)
  },
  apply(input, fitted, { method }) {
    if (fitted.by === 'feature') return scaleFeatures(input, fitted.scalings)
    return scaleSignals(input, (channel, row) =>
      fitted.by === 'row' ? scalingOver([row], method) : scalingFor(fitted.scalings, channel),
    )
  },
  contextS: ({ over, method }, _, kind) => {
    const rowByRow = over === 'channel' && kind === 'windows'
    return over !== 'training' && (method === 'z' || rowByRow) ? 0 : Number.POSITIVE_INFINITY
  },
  summary({ over }, kind) {
    if (over === 'channel' && kind === 'windows') return undefined
    return (own) => statisticsOf(own as Signals)
  },
  describe: (fitted) => ({ by: fitted.by, ...(fitted.by === 'row' ? {} : sizeOf(fitted)) }),
})

/** What was fitted: by channel's name, by feature's number, or nothing for rows by themselves. */
type Fitted =
  | { readonly by: 'row' }
  | { readonly by: 'channel'; readonly scalings: ReadonlyMap<string, Scaling> }
  | { readonly by: 'feature'; readonly scalings: readonly Scaling[] }

type Method = 'z' | 'robust'

function scalingOver(parts: readonly ArrayLike<number>[], method: Method): Scaling {
  return method === 'z' ? momentScaling(parts) : robustScaling(parts)
}

function sizeOf({ scalings }: Exclude<Fitted, { by: 'row' }>): { scalings: number } {
  return { scalings: 'size' in scalings ? scalings.size : scalings.length }
}

function fitChannels(train: Table, method: Method): Fitted {
  const parts = new Map<string, Float32Array[]>()
  for (const { channels, values, samples } of segmentsOf(train as Signals)) {
    for (const [c, channel] of channels.entries()) {
      const rows = parts.get(channel) ?? []
      rows.push(values.subarray(c * samples, (c + 1) * samples))
      parts.set(channel, rows)
    }
  }
  const scalings = [...parts].map(([name, rows]) => [name, scalingOver(rows, method)] as const)
  return { by: 'channel', scalings: new Map(scalings) }
}

/** The scalings of a long recording's channels, from the sums of its blocks. */
function joined(summary: Table<'statistics'>): Map<string, Scaling> {
  const parts = [...momentsByChannel(summary)]
  return new Map(parts.map(([channel, moments]) => [channel, scalingOf(joinMoments(moments))]))
}

function fitFeatures(train: Table, method: Method): Fitted {
  const { values, rows, cols } = matrixOf(train as Table<'features'>)
  // Four columns at a time: they share the lines of the cache.
  const columns = Array.from({ length: 4 }, () => new Float64Array(rows))
  const scalings: Scaling[] = []
  for (let d = 0; d < cols; d += 4) {
    const some = columns.slice(0, cols - d)
    for (let r = 0, at = d; r < rows; r++, at += cols) {
      for (let k = 0; k < some.length; k++) some[k][r] = values[at + k]
    }
    for (const column of some) scalings.push(scalingOver([column], method))
  }
  return { by: 'feature', scalings }
}

function scalingFor(scalings: ReadonlyMap<string, Scaling>, channel: string): Scaling {
  const found = scalings.get(channel)
  return found ?? fail('channel-missing', { stage: 'standardize', missing: [channel] })
}

function scaleSignals(input: Table, of: (channel: string, row: Float32Array) => Scaling): Table {
  const table = input as Signals
  const blocks = segmentsOf(table).map(({ channels, values, samples }) => {
    const out = unset32(values.length)
    for (const [c, channel] of channels.entries()) {
      const row = values.subarray(c * samples, (c + 1) * samples)
      scaleInto(row, of(channel, row), out.subarray(c * samples, (c + 1) * samples))
    }
    return out
  })
  return withSamples(table, blocks)
}

function scaleFeatures(input: Table, scalings: readonly Scaling[]): Table {
  const table = input as Table<'features'>
  const { values, cols } = matrixOf(table)
  if (table.rows > 0 && cols !== scalings.length) {
    fail('length-mismatch', { stage: 'standardize', expected: scalings.length, found: cols })
  }
  const out = unset32(values.length)
  const centres = Float64Array.from(scalings, ({ centre }) => centre)
  const scales = Float64Array.from(scalings, ({ scale }) => scale)
  for (let from = 0; from < values.length; from += cols) {
    for (let d = 0; d < cols; d++) out[from + d] = (values[from + d] - centres[d]) / scales[d]
  }
  return withFeatures(table, out, table.meta.names === undefined ? {} : { names: table.meta.names })
}
