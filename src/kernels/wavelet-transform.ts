import { radicesOf } from './mixed-fft.ts'
import { placesOf, planBytes, putPlan } from './plan-room.ts'
import { unset64 } from './recycling.ts'
import {
  clearHoles,
  holesSeen,
  loadPair,
  PANEL,
  PANEL_BYTES,
  type PairPanel,
  type RowPair,
  rowPair,
} from './row-pair.ts'
import { splitPlan } from './split-plan.ts'
import { wasmRoom } from './wasm/signal-wasm.ts'
import type { Wavelet } from './wavelet-banks.ts'
import { type Response, waveletResponses } from './wavelet-responses.ts'
import {
  responseOf,
  transformLength,
  type WaveletOptions,
  waveletTransformScalar,
} from './wavelet-transform-scalar.ts'

export type { WaveletOptions } from './wavelet-transform-scalar.ts'

/** Longer transforms, and those with a prime factor above 13, are left to the scalar one. */
const LONGEST = 2 ** 19
/** Numbers of the responses that are kept while rows are transformed. */
const KEPT = 2 ** 23
/** Spectra that stay in the cache while a response goes over them. */
const SPECTRA_BYTES = 2 ** 20
const MOST_PAIRS = 8

/**
 * Convolves each row with wavelets and gives the responses at every hop, in the middle of the
 * wavelet.
 *
 * Beyond a row are zeros, so that responses near its ends are too small. A value that is not finite
 * makes its row NaN.
 *
 * @param x signals, shape [R, T], any unit u
 * @param rows R; T is `x.length / rows`
 * @returns power, shape [R, F, M] in u², M = ceil(T / hop); or shape [R, F, M, 2] in u, real and
 *   imaginary parts
 * @see mne.time_frequency.tfr_array_morlet and tfr_array_multitaper
 */
export function waveletTransform(
  x: Float32Array,
  rows: number,
  options: WaveletOptions,
): Float64Array {
  const { bank } = options
  if (rows === 0 || bank.length === 0) return new Float64Array(0)
  const samples = x.length / rows
  if (isWide(samples, options)) return waveletTransformScalar(x, rows, options)
  const size = bank.length * sizeOf(samples, options)
  const out = unset64(rows * size)
  const into = (first: number, count: number) => out.subarray(first * size, (first + count) * size)
  transformRows(x, rows, options, { into })
  return out
}

/**
 * Does what `waveletTransform` does, a few rows at a time: the results of a long recording or of
 * many windows need not be in memory together.
 *
 * @param x shape [R, T]
 * @param take gets the responses of `count` rows from `first` on, as `waveletTransform` gives them,
 *   in an array that the next ones go to as well; it must not begin other work of the kernels
 */
export function eachWaveletRows(
  x: Float32Array,
  rows: number,
  options: WaveletOptions,
  take: (values: Float64Array, first: number, count: number) => void,
): void {
  if (rows === 0 || options.bank.length === 0) return
  const samples = x.length / rows
  if (isWide(samples, options)) {
    for (let r = 0; r < rows; r++) {
      const row = x.subarray(r * samples, (r + 1) * samples)
      take(waveletTransformScalar(row, 1, options), r, 1)
    }
    return
  }
  const size = options.bank.length * sizeOf(samples, options)
  let room = new Float64Array(0)
  const into = (_: number, count: number) => {
    if (room.length < count * size) room = new Float64Array(count * size)
    return room.subarray(0, count * size)
  }
  transformRows(x, rows, options, { into, done: take })
}

function isWide(samples: number, { bank, hop }: WaveletOptions): boolean {
  const length = transformLength(samples, bank, hop)
  return length > LONGEST || !radicesOf(length)
}

/** Numbers of the responses of one row to one frequency. */
function sizeOf(samples: number, { hop, value }: WaveletOptions): number {
  return Math.ceil(samples / hop) * (value === 'complex' ? 2 : 1)
}

/** Where the responses of some rows go, and what is told when they are there. */
interface Filled {
  readonly into: (first: number, count: number) => Float64Array
  readonly done?: (values: Float64Array, first: number, count: number) => void
}

function transformRows(
  x: Float32Array,
  rows: number,
  { bank, hop, value }: WaveletOptions,
  { into, done }: Filled,
): void {
  const samples = x.length / rows
  const length = transformLength(samples, bank, hop)
  const responses = responsesOf(bank, length)
  const line = openLine(length, { hop, frames: Math.ceil(samples / hop), value, rows })
  for (let first = 0; first < rows; first += line.together) {
    const count = Math.min(line.together, rows - first)
    const out = into(first, count)
    const seen: boolean[] = []
    for (let r = 0; r < count; r += 2) {
      seen.push(...loadSpectra(line, rowPair(x, samples, first + r), { samples, row: r }))
    }
    bank.forEach((some, k) => {
      some.forEach((wavelet, m) => {
        addResponses(line, wavelet, responses(k, m), { isFirst: m === 0, count })
      })
      for (let r = 0; r < count; r++) {
        const [from, to] = placeOf(line, r)
        const at = (r * bank.length + k) * (to - from)
        if (seen[r]) out.fill(Number.NaN, at, at + to - from)
        else out.set(line.panel.room.f64.subarray(from, to), at)
      }
    })
    done?.(out, first, count)
  }
}

/** Gives the response of each wavelet; of a bank that is too large one after the other. */
function responsesOf(
  bank: WaveletOptions['bank'],
  length: number,
): (k: number, m: number) => Response {
  const flat = bank.flat()
  if (2 * length * flat.length > KEPT) {
    return (k, m) => ({ values: responseOf(bank[k][m], length), isReal: false })
  }
  const kept = waveletResponses(flat, length)
  const starts = bank.map((_, k) => bank.slice(0, k).flat().length)
  return (k, m) => kept[starts[k] + m]
}

interface Asked {
  readonly hop: number
  readonly frames: number
  readonly value: WaveletOptions['value']
  readonly rows: number
}

/** What transforms some pairs of rows in the memory of the kernels. */
interface Line extends Asked {
  readonly panel: PairPanel
  readonly length: number
  /** Rows whose spectra are there at the same time, an even number. */
  readonly together: number
  /** Addresses. */
  readonly pair: number
  readonly spectra: number
  readonly work: number
  readonly response: number
  readonly sums: number
  readonly places: number
  readonly plan: number
  readonly places2: number
  readonly plan2: number
}

function openLine(length: number, asked: Asked): Line {
  const { rows, hop, frames } = asked
  const steps = length / hop
  const pairs = Math.max(1, Math.min(MOST_PAIRS, Math.floor(SPECTRA_BYTES / (32 * length))))
  const together = 2 * Math.min(pairs, Math.ceil(rows / 2))
  const [long, short] = [splitPlan(length), splitPlan(steps)]
  const room = wasmRoom([
    PANEL_BYTES,
    16 * length,
    16 * length * together,
    32 * length,
    16 * length,
    16 * frames * together,
    4 * length,
    planBytes(long),
    4 * frames,
    planBytes(short),
  ])
  const [at, pair, spectra, work, response, sums, places, plan, places2, plan2] = room.at
  putPlan(room, long, plan)
  putPlan(room, short, plan2)
  room.u32.set(placesOf(long), places / 4)
  const backwards = placesOf(short)
  for (let m = 0; m < frames; m++) {
    room.u32[places2 / 4 + m] = backwards[(steps - m) % steps]
  }
  const addresses = { pair, spectra, work, response, sums, places, plan, places2, plan2 }
  return { ...asked, panel: { room, at }, length, together, ...addresses }
}

/** Leaves the spectra of two rows in order; says which row holds a value that is not finite. */
function loadSpectra(
  line: Line,
  rows: RowPair,
  { samples, row }: { readonly samples: number; readonly row: number },
): readonly [boolean, boolean] {
  const { panel, pair, work, spectra, length, places, plan } = line
  clearHoles(panel)
  for (let t = 0; t < samples; t += PANEL) {
    const count = Math.min(PANEL, samples - t)
    loadPair(panel, rows, { first: t, count, pair: pair + 16 * t })
  }
  const { wasm } = panel.room
  wasm.widen(pair, samples, length, work)
  wasm.transform(work, length, plan)
  wasm.reorder(work, places, length, spectra + 16 * length * row)
  return holesSeen(panel)
}

/** Adds what one wavelet gives to the sums of `count` rows, or sets them. */
function addResponses(
  line: Line,
  { weight }: Wavelet,
  { values, isReal }: Response,
  { isFirst, count }: { readonly isFirst: boolean; readonly count: number },
): void {
  const { panel, length, hop, frames, value, work, response, places2, plan2 } = line
  const { wasm, f64 } = panel.room
  const steps = length / hop
  f64.set(values, response / 8)
  for (let r = 0; r < count; r += 2) {
    const spectrum = line.spectra + 16 * length * r
    if (isReal && hop === 1) wasm.transformReal(spectrum, response, length, work, plan2)
    else {
      const fold = isReal ? wasm.foldReal : wasm.foldTimes
      fold(spectrum, response, length, steps, work)
      wasm.transform(work, steps, plan2)
    }
    const [a, b] = [placeOf(line, r)[0], placeOf(line, r + 1)[0]]
    if (value === 'complex') wasm.partNumbers(work, places2, frames, 1 / length, 8 * a, 8 * b)
    else wasm.addPowers(work, places2, frames, weight / length ** 2, 8 * a, 8 * b, isFirst)
  }
}

/** Where the sums of a row begin and end, in elements. */
function placeOf({ sums, frames, value }: Line, row: number): [number, number] {
  const size = frames * (value === 'complex' ? 2 : 1)
  return [sums / 8 + row * size, sums / 8 + (row + 1) * size]
}
