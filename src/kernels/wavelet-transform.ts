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
  const { bank, hop, value } = options
  if (rows === 0 || bank.length === 0) return new Float64Array(0)
  const samples = x.length / rows
  const length = transformLength(samples, bank, hop)
  const isWide = length > LONGEST || !radicesOf(length)
  if (isWide) return waveletTransformScalar(x, rows, options)
  const frames = Math.ceil(samples / hop)
  const size = frames * (value === 'complex' ? 2 : 1)
  const out = unset64(rows * bank.length * size)
  const line = openLine(length, { hop, frames, value })
  const numbers = 2 * length * bank.flat().length
  const kept =
    numbers <= KEPT ? bank.map((some) => some.map((w) => responseOf(w, length))) : undefined
  for (let r = 0; r < rows; r += 2) {
    const seen = loadSpectra(line, rowPair(x, samples, r), samples)
    bank.forEach((some, k) => {
      addResponses(line, some, kept?.[k])
      for (let i = 0; i < Math.min(2, rows - r); i++) {
        const into = out.subarray(
          ((r + i) * bank.length + k) * size,
          ((r + i) * bank.length + k + 1) * size,
        )
        if (seen[i]) into.fill(Number.NaN)
        else drain(line, i, into)
      }
    })
  }
  return out
}

interface Asked {
  readonly hop: number
  readonly frames: number
  readonly value: WaveletOptions['value']
}

/** What transforms a pair of rows in the memory of the kernels. */
interface Line extends Asked {
  readonly panel: PairPanel
  readonly length: number
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
  const steps = length / asked.hop
  const [long, short] = [splitPlan(length), splitPlan(steps)]
  const room = wasmRoom([
    PANEL_BYTES,
    16 * length,
    32 * length,
    32 * length,
    16 * length,
    32 * asked.frames,
    4 * length,
    planBytes(long),
    4 * asked.frames,
    planBytes(short),
  ])
  const [at, pair, spectra, work, response, sums, places, plan, places2, plan2] = room.at
  putPlan(room, long, plan)
  putPlan(room, short, plan2)
  room.u32.set(placesOf(long), places / 4)
  const backwards = placesOf(short)
  for (let m = 0; m < asked.frames; m++) {
    room.u32[places2 / 4 + m] = backwards[(steps - m) % steps]
  }
  const addresses = { pair, spectra, work, response, sums, places, plan, places2, plan2 }
  return { ...asked, panel: { room, at }, length, ...addresses }
}

/** Leaves the spectra of both rows in order; says which row holds a value that is not finite. */
function loadSpectra(line: Line, rows: RowPair, samples: number): readonly [boolean, boolean] {
  const { panel, pair, work, spectra, length, places, plan } = line
  clearHoles(panel)
  for (let t = 0; t < samples; t += PANEL) {
    const count = Math.min(PANEL, samples - t)
    loadPair(panel, rows, { first: t, count, pair: pair + 16 * t })
  }
  const { wasm } = panel.room
  wasm.widen(pair, samples, length, work)
  wasm.transform(work, length, plan)
  wasm.reorder(work, places, length, spectra)
  return holesSeen(panel)
}

function addResponses(
  line: Line,
  wavelets: readonly Wavelet[],
  kept: readonly Float64Array[] | undefined,
): void {
  const { panel, length, hop, frames, value, spectra, work, response, sums, places2, plan2 } = line
  const { wasm, f64 } = panel.room
  f64.fill(0, sums / 8, sums / 8 + 4 * frames)
  wavelets.forEach((wavelet, m) => {
    f64.set(kept?.[m] ?? responseOf(wavelet, length), response / 8)
    wasm.foldTimes(spectra, response, length, length / hop, work)
    wasm.transform(work, length / hop, plan2)
    if (value === 'complex') {
      wasm.partNumbers(work, places2, frames, 1 / length, sums, sums + 16 * frames)
    } else wasm.addPowers(work, places2, frames, wavelet.weight / length ** 2, sums)
  })
}

/** Copies what belongs to one row of the pair. */
function drain({ panel, sums, frames, value }: Line, row: number, into: Float64Array): void {
  const { f64 } = panel.room
  if (value === 'complex') {
    const from = sums / 8 + 2 * frames * row
    into.set(f64.subarray(from, from + 2 * frames))
    return
  }
  for (let m = 0, at = sums / 8 + row; m < frames; m++, at += 2) into[m] = f64[at]
}
