import * as z from 'zod'
import { fail } from '../../errors.ts'
import { meanAxis } from '../../kernels/mean-axis.ts'
import { idShares, poolOverTime } from '../../kernels/pool-tokens.ts'
import { defineStage } from '../../stage.ts'
import { makeFeatures } from '../../tables/features.ts'
import { keysOf } from '../../tables/keys.ts'
import { f64Of, i32Of, type Table } from '../../tables/table.ts'
import { axesOf, type TokenAxes, tokenCodesOf, tokenMaskOf, tokensOf } from '../../tables/tokens.ts'

const options = z.strictObject({
  pool: z
    .enum(['mean', 'deviation', 'meanAll', 'flatten', 'shares'])
    .default('mean')
    .meta({
      description:
        'mean, deviation: of the tokens of a channel over time; meanAll: mean over channels too; ' +
        'flatten: everything; shares: how often each id occurs in a channel',
    }),
})

/**
 * Makes one vector of the tokens of each window, without a model.
 *
 * Padding does not count, and what is left of a channel of padding alone is NaN. NaN stays in its
 * window. Features are named by channel and frequency, or by number.
 *
 * @throws {NeurarrowError} `column-missing` for shares of tokens without ids; `stage-options` for
 *   shares of tokens in the order of time
 */
export const poolTokens = defineStage({
  use: 'poolTokens',
  title: 'Make features of tokens',
  reads: ['tokens'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options,
  shape(input, { pool }) {
    const isMissing = pool === 'shares' && input.tokens?.depth !== undefined && !input.tokens.codes
    const message = 'these tokens have no ids; muLaw, quantile or codebook give them'
    return { kind: 'features', issues: isMissing ? [{ path: ['pool'], message }] : [] }
  },
  contextS: () => 0,
  run(input, { pool }) {
    const table = input as Table<'tokens'>
    const spans = {
      window: i32Of(table, 'window'),
      startS: f64Of(table, 'startS'),
      endS: f64Of(table, 'endS'),
    }
    const { values, names } = pool === 'shares' ? shares(table) : pooled(table, pool)
    const { labels = '[]', notes } = table.meta
    const meta = { labels, names: JSON.stringify(names), ...(notes ? { notes } : {}) }
    return makeFeatures(keysOf(table), spans, values, meta)
  },
})

type Pool = Exclude<z.output<typeof options>['pool'], 'shares'>

function pooled(table: Table<'tokens'>, pool: Pool) {
  const { values, axes } = tokensOf(table)
  const { channel, time, depth, channels } = axes
  if (pool === 'flatten') {
    const places = Array.from({ length: time }, (_, t) => t)
    const names = channels.flatMap((name) =>
      places.flatMap((t) => depthNames(axes).map((d) => `${name} t${t + 1} ${d}`)),
    )
    return { values, names }
  }
  const blocks = { values, channel, time, depth, real: realOf(table) }
  const found = poolOverTime(blocks, pool === 'deviation' ? 'deviation' : 'mean')
  if (pool === 'meanAll' && channel > 0) {
    return { values: meanAxis(found, channel, depth), names: depthNames(axes) }
  }
  return { values: found, names: channels.flatMap((c) => depthNames(axes).map((d) => `${c} ${d}`)) }
}

/** Real tokens in the order of channels. */
function realOf(table: Table<'tokens'>): Uint8Array | undefined {
  const real = tokenMaskOf(table, 'attnMask')
  const { channel, time, order } = axesOf(table)
  if (real === undefined || order !== 'time') return real
  const out = new Uint8Array(real.length)
  for (let i = 0; i < real.length; i++) {
    const [row, token] = [Math.floor(i / (channel * time)), i % (channel * time)]
    out[row * channel * time + (token % channel) * time + Math.floor(token / channel)] = real[i]
  }
  return out
}

function depthNames({ depth, depthHz }: TokenAxes): string[] {
  return Array.from({ length: depth }, (_, d) =>
    depthHz?.[d] === undefined ? `${d + 1}` : `${Number(depthHz[d].toFixed(3))}Hz`,
  )
}

function shares(table: Table<'tokens'>) {
  const { channel, channels, order } = axesOf(table)
  const { values: ids, levels, size, apart } = tokenCodesOf(table)
  if (order === 'time') fail('stage-options', { stage: 'poolTokens', option: 'pool', order })
  const real = tokenMaskOf(table, 'attnMask')
  const books = apart ? levels : 1
  const rows = table.rows * channel
  const length = rows === 0 ? 0 : ids.length / rows
  const parts = new Int32Array(ids.length)
  const perBook = length / books
  for (let i = 0; i < ids.length; i++) {
    const [row, at] = [Math.floor(i / Math.max(1, length)), i % Math.max(1, length)]
    const place = (row * books + (at % books)) * perBook + Math.floor(at / books)
    parts[place] = real && !real[Math.floor(i / levels)] ? -1 : ids[i]
  }
  const names = channels.flatMap((name) =>
    Array.from({ length: books * size }, (_, k) =>
      books === 1 ? `${name} id${k}` : `${name} level${Math.floor(k / size) + 1} id${k % size}`,
    ),
  )
  return { values: idShares(parts, rows * books, size), names }
}
