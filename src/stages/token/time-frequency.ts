import * as z from 'zod'
import { fail } from '../../errors.ts'
import { reduceGrid } from '../../kernels/reduce-grid.ts'
import { morletWavelets, taperedWavelets, type Wavelet } from '../../kernels/wavelet-banks.ts'
import { eachWaveletRows } from '../../kernels/wavelet-transform.ts'
import { defineStage, type Shape, type ShapeIssue } from '../../stage.ts'
import type { Table } from '../../tables/table.ts'
import { evenWindows } from './even-windows.ts'
import { finishFrames, frameOptions, spectrogramTokens, trimIssues } from './frame-tokens.ts'

const number = z.number().positive()
const options = z.strictObject({
  method: z.enum(['morlet', 'multitaper']).default('morlet').meta({
    description: 'Gaussian wavelets, or several prolate tapers whose powers are averaged',
  }),
  frequenciesHz: z.array(number).min(1).meta({ unit: 'Hz', description: 'ascending' }),
  cycles: z
    .union([number, z.array(number).min(1)])
    .default(7)
    .meta({ unit: '1', description: 'of a wavelet; one number, or one for each frequency' }),
  timeBandwidth: z.number().min(2).default(4).meta({
    unit: '1',
    description: 'length times width of the smoothing, of multitaper; one taper less than it',
  }),
  zeroMean: z.boolean().default(true).meta({ description: 'give each wavelet a mean of 0' }),
  hop: z.int().min(1).default(1).meta({ unit: 'samples', description: 'from a frame to the next' }),
  value: z.enum(['magnitude', 'power', 'log', 'complex']).default('power').meta({
    description:
      'power, its root, the natural logarithm of that root, or real parts and then imaginary ones',
  }),
  bandsHz: z
    .array(z.tuple([z.number().min(0), number]))
    .min(1)
    .optional()
    .meta({ unit: 'Hz', description: 'bands [low, high) over whose frequencies is averaged' }),
  framesEach: z.int().min(1).default(1).meta({
    unit: '1',
    description: 'frames that are averaged into one',
  }),
  ...frameOptions,
})
type Options = z.output<typeof options>

/**
 * Gives the power of each channel of a window in time and frequency by wavelets: a token a frame,
 * its frequencies, or bands, as depth. Averages over bands and frames are those of power (complex:
 * of the numbers); the root and the logarithm are taken afterwards.
 *
 * Wavelets have an energy of 2. Beyond a window are zeros, so that its ends are too small. One
 * value that is not finite makes its channel NaN.
 *
 * @throws {NeurarrowError} `signal-too-short` when a wavelet is longer than a window,
 *   `stage-options` for frequencies at or above half the rate, `length-mismatch`
 * @see mne.time_frequency.tfr_array_morlet and tfr_array_multitaper
 */
export const timeFrequency = defineStage({
  use: 'timeFrequency',
  title: 'Spectrogram tokens by Morlet wavelets or tapers',
  reads: ['windows'],
  writes: 'tokens',
  scope: 'recording',
  version: 2,
  cites: ['doi:10.1523/JNEUROSCI.17-02-00722.1997', 'doi:10.1109/PROC.1982.12433'],
  options: options.check(({ value, issues }) => {
    for (const { path, message } of ownIssues(value)) {
      issues.push({ code: 'custom', message, path: [...path], input: value })
    }
  }),
  shape: planned,
  contextS: () => 0,
  run(input, given) {
    const table = input as Table<'windows'>
    const windows = evenWindows(table, 'timeFrequency')
    const { rateHz, samples, values, channels } = windows
    const rows = windows.windows * channels.length
    const groups = groupsOf(given)
    const parts = given.value === 'complex' ? 2 : 1
    const frames = Math.floor(Math.ceil(samples / given.hop) / given.framesEach)
    const none = { values: new Float32Array(0), frames: 1, bins: groups.length * parts }
    const depthHz = parts === 2 ? {} : { depthHz: groups.map(({ hz }) => hz) }
    const more = { strideS: (given.hop * given.framesEach) / rateHz, ...depthHz }
    if (rows === 0) return spectrogramTokens(table, windows, { ...none, ...more }, given)
    const bank = bankOf(given, rateHz)
    refuse(given, bank, { samples, rateHz })
    const value = parts === 2 ? ('complex' as const) : ('power' as const)
    const reduced = new Float32Array(rows * frames * groups.length * parts)
    const grid = { frequencies: bank.length, frames: Math.ceil(samples / given.hop), parts }
    eachWaveletRows(values, rows, { bank, hop: given.hop, value }, (some, first, count) => {
      const part = reduceGrid({ ...grid, values: some, rows: count }, groups, given.framesEach)
      reduced.set(part, (first * part.length) / count)
    })
    const found = inValue(reduced, given.value)
    const finished = finishFrames({ values: found, frames, bins: groups.length * parts }, given)
    return spectrogramTokens(table, windows, { ...finished, ...more }, given)
  },
})

function bankOf(given: Options, rateHz: number): Wavelet[][] {
  if (given.method === 'morlet') return morletWavelets({ ...given, rateHz })
  return taperedWavelets({ ...given, rateHz }, given.timeBandwidth)
}

/** What the options say against each other. */
function ownIssues({ frequenciesHz, cycles, method, value, bandsHz = [] }: Options): ShapeIssue[] {
  const issues: ShapeIssue[] = []
  if (frequenciesHz.some((hz, k) => k > 0 && hz <= frequenciesHz[k - 1])) {
    issues.push({ path: ['frequenciesHz'], message: 'frequencies are not ascending' })
  }
  if (typeof cycles !== 'number' && cycles.length !== frequenciesHz.length) {
    const message = `${cycles.length} cycles for ${frequenciesHz.length} frequencies`
    issues.push({ path: ['cycles'], message })
  }
  if (method === 'multitaper' && value === 'complex') {
    issues.push({ path: ['value'], message: 'several tapers have no one complex number' })
  }
  bandsHz.forEach(([low, high], b) => {
    if (frequenciesHz.some((hz) => hz >= low && hz < high)) return
    issues.push({ path: ['bandsHz', b], message: `no frequency lies from ${low} to ${high} Hz` })
  })
  return issues
}

/** The frequencies of each column, and its name in Hz: its frequency, or the middle of its band. */
function groupsOf({ frequenciesHz, bandsHz }: Options) {
  if (!bandsHz) return frequenciesHz.map((hz, k) => ({ hz, from: k, to: k + 1 }))
  const first = (edge: number) => {
    const at = frequenciesHz.findIndex((hz) => hz >= edge)
    return at < 0 ? frequenciesHz.length : at
  }
  return bandsHz.map(([low, high]) => ({
    hz: (low + high) / 2,
    from: first(low),
    to: first(high),
  }))
}

function refuse(
  { frequenciesHz }: Options,
  bank: readonly (readonly Wavelet[])[],
  { samples, rateHz }: { samples: number; rateHz: number },
): void {
  const highest = frequenciesHz[frequenciesHz.length - 1]
  if (highest >= rateHz / 2) {
    const option = 'frequenciesHz'
    fail('stage-options', { stage: 'timeFrequency', option, value: highest, rateHz })
  }
  const needed = Math.max(...bank.flat().map(({ values }) => values.length / 2))
  if (needed > samples) fail('signal-too-short', { stage: 'timeFrequency', samples, needed })
}

function inValue(values: Float32Array, value: Options['value']): Float32Array {
  if (value === 'power' || value === 'complex') return values
  for (let i = 0; i < values.length; i++) {
    values[i] = value === 'log' ? 0.5 * Math.log(values[i]) : Math.sqrt(values[i])
  }
  return values
}

function planned(input: Shape, given: Options): Shape {
  const { rateHz, channels, lengthS } = input
  const issues: ShapeIssue[] = []
  const highest = given.frequenciesHz[given.frequenciesHz.length - 1]
  let time: number | undefined
  if (rateHz !== undefined && highest >= rateHz / 2) {
    const message = `${highest} Hz is not below half the sampling rate of ${rateHz} Hz`
    issues.push({ path: ['frequenciesHz'], message })
  }
  if (rateHz !== undefined && lengthS !== undefined) {
    const samples = Math.round(rateHz * lengthS)
    const all = Math.floor(Math.ceil(samples / given.hop) / given.framesEach)
    issues.push(...trimIssues(all, given))
    time = all - 2 * given.trim
    const bank = bankOf(given, rateHz)
    const needed = Math.max(...bank.flat().map(({ values }) => values.length / 2))
    if (needed > samples) {
      const message = `a wavelet of ${needed} samples is longer than a window of ${samples}`
      issues.push({ path: ['cycles'], message })
    }
  }
  const depth = groupsOf(given).length * (given.value === 'complex' ? 2 : 1)
  const tokens = { channel: channels?.length, time, depth }
  return { kind: 'tokens', rateHz, channels, lengthS, tokens, issues }
}
