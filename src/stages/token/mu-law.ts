import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type MuLaw, muLawIds, muLawValues } from '../../kernels/mu-law.ts'
import { defineFitStage, type FitStage } from '../../stage.ts'
import { listsOf } from '../../tables/table.ts'
import { axesOf, type TokenAxes, withTokens } from '../../tables/tokens.ts'
import { elementShape, elementTokens } from './element-tokens.ts'

const options = z.strictObject({
  levels: z.int().min(3).default(256).meta({ unit: '1', description: 'how many ids there are' }),
  mu: z.number().positive().default(255).meta({
    unit: '1',
    description: 'strength of the compression',
  }),
  rounding: z
    .enum(['edges', 'nearest'])
    .default('edges')
    .meta({
      description:
        'edges: bins between levels - 1 edges, the outer two for the extremes; nearest: the ' +
        'nearest of as many values, as torchaudio does it',
    }),
  over: z
    .enum(['channel', 'window', 'recording', 'training'])
    .default('training')
    .meta({ description: 'over what the largest magnitude is taken, which becomes 1' }),
  peak: z.number().positive().optional().meta({
    unit: 'the unit of the samples',
    description: 'the magnitude that becomes 1; then `over` says nothing',
  }),
  keepOriginal: z.boolean().default(false).meta({
    description: 'keep the samples in the column `original`, so that the loss can be measured',
  }),
})
type Options = z.output<typeof options>
/** The largest magnitude, where it is one for all rows. */
type Fitted = { readonly peak?: number }

/**
 * Gives each sample an id by the mu-law: loud samples share wider bins than soft ones.
 *
 * Samples are divided by the largest magnitude; ids (column `codes`) are those of every element of
 * a token, and a window becomes one token a sample. The block becomes what the ids stand for. NaN
 * has the id -1 and stays NaN; a silent row keeps its scale.
 *
 * @throws {NeurarrowError} `length-mismatch` when windows differ
 * @see ITU-T G.711; torchaudio.functional.mu_law_encoding for `nearest` with levels = mu + 1
 */
export const muLaw: FitStage<typeof options, Fitted> = defineFitStage({
  use: 'muLaw',
  title: 'Ids of samples by the mu-law',
  reads: ['windows', 'tokens'],
  writes: 'tokens',
  scope: 'fold',
  scopeOf: ({ over, peak }) => (over === 'training' && peak === undefined ? 'fold' : 'recording'),
  version: 1,
  options,
  shape: (input, { levels }) => elementShape(input, levels),
  contextS: ({ over, peak }) =>
    peak === undefined && over === 'recording' ? Number.POSITIVE_INFINITY : 0,
  fit(train, { over, peak }): Fitted {
    if (peak !== undefined) return { peak }
    if (over === 'channel' || over === 'window') return {}
    const { values } = listsOf(train, train.kind === 'windows' ? 'samples' : 'tokens')
    return { peak: peakOf(values) }
  },
  apply(input, fitted, given) {
    const table = elementTokens(input, 'muLaw')
    const { values } = listsOf(table, 'tokens')
    const axes = axesOf(table)
    const peaks = peaksOf(values, axes, { ...given, ...fitted })
    const { mu, levels, rounding } = given
    const law: MuLaw = { mu, levels, rounding }
    const codes = muLawIds(values, peaks, law)
    return withTokens(table, {
      values: muLawValues(codes, peaks, law),
      axes: { ...axes, codes: { levels: axes.depth, size: levels } },
      codes,
      ...(given.keepOriginal ? { original: values } : {}),
    })
  },
  describe: ({ peak = 0 }) => ({ peak }),
})

/** The largest finite magnitude, 0 when there is none. */
function peakOf(values: Float32Array): number {
  let peak = 0
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i])
    if (size > peak && size < Number.POSITIVE_INFINITY) peak = size
  }
  return peak
}

/** What becomes 1 in each row of a window, or in each window. */
function peaksOf(
  values: Float32Array,
  { channel, time, depth, order }: TokenAxes,
  { peak, over }: Pick<Options, 'peak' | 'over'>,
): Float64Array {
  const size = channel * time * depth
  const windows = size === 0 ? 0 : values.length / size
  if (peak !== undefined) return new Float64Array(windows).fill(peak)
  if (over === 'channel' && order === 'time') {
    fail('stage-options', { stage: 'muLaw', option: 'over', value: over, order })
  }
  const rows = over === 'channel' ? windows * channel : windows
  const length = rows === 0 ? 0 : values.length / rows
  return Float64Array.from({ length: rows }, (_, r) =>
    peakOf(values.subarray(r * length, (r + 1) * length)),
  )
}
