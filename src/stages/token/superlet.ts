import * as z from 'zod'
import { fail } from '../../errors.ts'
import { superlets } from '../../kernels/superlets.ts'
import { defineStage, type Shape, type ShapeIssue } from '../../stage.ts'
import type { Table } from '../../tables/table.ts'
import { evenWindows } from './even-windows.ts'
import { finishFrames, frameOptions, spectrogramTokens, trimIssues } from './frame-tokens.ts'

const options = z.strictObject({
  fromHz: z.number().positive().meta({ unit: 'Hz', description: 'lowest frequency' }),
  toHz: z.number().positive().meta({ unit: 'Hz', description: 'highest frequency' }),
  count: z.int().min(1).default(40).meta({
    unit: '1',
    description: 'how many frequencies, evenly from the lowest to the highest',
  }),
  cycles: z.number().positive().default(3).meta({
    unit: '1',
    description: 'cycles of the wavelet of order 1; order o has o times as many',
  }),
  orders: z
    .tuple([z.int().min(1), z.int().min(1)])
    .default([1, 30])
    .meta({ unit: '1', description: 'lowest and highest order' }),
  adaptive: z.boolean().default(true).meta({
    description: 'whether the order rises with the frequency, or all orders count everywhere',
  }),
  hop: z.int().min(1).meta({ unit: 'samples', description: 'from a frame to the next' }),
  value: z.enum(['magnitude', 'power', 'log']).default('magnitude').meta({
    description: 'magnitude, its square, or its natural logarithm',
  }),
  ...frameOptions,
})
type Options = z.output<typeof options>

/**
 * Gives the superlet transform of each channel of a window: a token a frame, its frequencies as
 * depth. It is sharp in time and in frequency, where a short-time transform is only in one of them.
 *
 * A sine of amplitude a has the magnitude a. Beyond a window are zeros. One value that is not
 * finite makes its channel NaN; the logarithm of nothing is -Infinity.
 *
 * @throws {NeurarrowError} `signal-too-short` when trim leaves no frame, `length-mismatch` when
 *   windows differ, `stage-options` for frequencies at or above half the rate
 * @see Moca et al. (2021), doi:10.1038/s41467-020-20539-9
 */
export const superlet = defineStage({
  use: 'superlet',
  title: 'Spectrogram tokens by superlets',
  reads: ['windows'],
  writes: 'tokens',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1038/s41467-020-20539-9'],
  options: options.check(({ value, issues }) => {
    const say = (option: string, message: string) =>
      issues.push({ code: 'custom', message, path: [option], input: value })
    const { fromHz, toHz, orders } = value
    if (fromHz > toHz) say('toHz', `${toHz} Hz lies below fromHz`)
    if (orders[0] > orders[1]) say('orders', 'the lowest order exceeds the highest')
  }),
  shape: planned,
  contextS: () => 0,
  run(input, given) {
    const table = input as Table<'windows'>
    const windows = evenWindows(table, 'superlet')
    const { rateHz, samples, values, channels } = windows
    if (windows.windows > 0 && given.toHz >= rateHz / 2) {
      fail('stage-options', { stage: 'superlet', option: 'toHz', value: given.toHz, rateHz })
    }
    const frequenciesHz = frequenciesOf(given)
    const { hop, cycles, orders, adaptive } = given
    const rows = windows.windows * channels.length
    const asked = { rateHz, frequenciesHz, cycles, orders, adaptive, hop }
    const found = inValue(superlets(values, rows, asked), given.value)
    const bins = frequenciesHz.length
    const frames = { values: found, frames: Math.max(1, Math.ceil(samples / hop)), bins }
    const finished = rows === 0 ? frames : finishFrames(frames, given)
    const more = { strideS: hop / rateHz, depthHz: frequenciesHz }
    return spectrogramTokens(table, windows, { ...finished, ...more }, given)
  },
})

function frequenciesOf({ fromHz, toHz, count }: Options): number[] {
  const step = count === 1 ? 0 : (toHz - fromHz) / (count - 1)
  return Array.from({ length: count }, (_, k) => fromHz + k * step)
}

function inValue(values: Float32Array, value: Options['value']): Float32Array {
  if (value === 'magnitude') return values
  const isLog = value === 'log'
  for (let i = 0; i < values.length; i++) values[i] = isLog ? Math.log(values[i]) : values[i] ** 2
  return values
}

function planned(input: Shape, given: Options): Shape {
  const { rateHz, channels, lengthS } = input
  const isKnown = rateHz !== undefined && lengthS !== undefined
  const all = isKnown ? Math.ceil(Math.round(rateHz * lengthS) / given.hop) : undefined
  const issues: ShapeIssue[] = trimIssues(all, given)
  if (rateHz !== undefined && given.toHz >= rateHz / 2) {
    const message = `${given.toHz} Hz is not below half the sampling rate of ${rateHz} Hz`
    issues.push({ path: ['toHz'], message })
  }
  const time = all === undefined ? undefined : all - 2 * given.trim
  const tokens = { channel: channels?.length, time, depth: given.count }
  return { kind: 'tokens', rateHz, channels, lengthS, tokens, issues }
}
