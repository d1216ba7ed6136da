import { responseKernel } from './response-kernel.ts'
import { roundHalfEven } from './round-half-even.ts'

/** One event as a regressor sees it. */
export interface RegressorEvent {
  readonly onsetS: number
  /** 0 for a moment, which is modelled as the shortest step. */
  readonly durationS: number
}

/** How events become regressors. */
export interface EventModel {
  readonly response: 'spm' | 'glover' | 'fir' | 'none'
  /** Further regressors: how the response changes with time, and with width. */
  readonly derivative: boolean
  readonly dispersion: boolean
  /** Delays of a FIR model, scans. */
  readonly delays: readonly number[]
}

/** When scans are: `startS + t · trS`. */
export interface ScanTimes {
  readonly samples: number
  readonly startS: number
  readonly trS: number
}

/** Steps within a repetition time, and how long before the first scan events count, s. */
const oversampling = 50
const beforeS = 24

/**
 * Makes the regressors of one condition: its events convolved with a response and its parts, at
 * the times of the scans.
 *
 * The events are steps on a grid of 1/50 of the repetition time. A derivative loses what the
 * response gives of it, and the dispersion what both give. A FIR model has a regressor for each
 * delay.
 *
 * @returns shape [K, T]
 * @throws {RangeError} fewer than two scans
 * @see nilearn.glm.first_level.compute_regressor with `oversampling=50`
 */
export function eventRegressors(
  events: readonly RegressorEvent[],
  model: EventModel,
  times: ScanTimes,
): Float64Array {
  if (times.samples < 2) throw new RangeError('a regressor needs two scans')
  const grid = fineGrid(times)
  const steps = events.map((event) => stepsOf(event, grid))
  const isFir = model.response === 'fir'
  const kernels = kernelsOf(model, times.trS)
  const out = new Float64Array(kernels.length * times.samples)
  for (const [k, kernel] of kernels.entries()) {
    const sums = kernel.slice()
    for (let i = 1; i < sums.length; i++) sums[i] += sums[i - 1]
    const row = out.subarray(k * times.samples, (k + 1) * times.samples)
    sample(row, sums, { steps, grid, times, ahead: isFir ? oversampling - 1 : 0 })
  }
  if (!isFir) orthogonalize(out, kernels.length, times.samples)
  return out
}

/** A fine grid of times, from 24 s before the first scan to one repetition after the last. */
interface Grid {
  readonly fromS: number
  readonly stepS: number
  readonly count: number
}

function fineGrid({ samples, startS, trS }: ScanTimes): Grid {
  const lastS = startS + (samples - 1) * trS
  const toS = lastS * (1 + 1 / (samples - 1))
  const fromS = startS - beforeS
  const exact = ((samples - 1) / (lastS - startS)) * (toS - startS + beforeS) * oversampling + 1
  const count = roundHalfEven(exact)
  return { fromS, stepS: (toS - fromS) / (count - 1), count }
}

/** Where an event begins and where it has ended. */
function stepsOf({ onsetS, durationS }: RegressorEvent, grid: Grid): [number, number] {
  const last = grid.count - 1
  const on = Math.min(firstAtOrAfter(onsetS, grid), last)
  const off = Math.min(firstAtOrAfter(onsetS + durationS, grid), last)
  return [on, off === on && off < last ? off + 1 : off]
}

function timeAt({ fromS, stepS }: Grid, i: number): number {
  return i * stepS + fromS
}

function firstAtOrAfter(timeS: number, grid: Grid): number {
  let i = Math.max(0, Math.min(grid.count, Math.ceil((timeS - grid.fromS) / grid.stepS)))
  while (i > 0 && timeAt(grid, i - 1) >= timeS) i--
  while (i < grid.count && timeAt(grid, i) < timeS) i++
  return i
}

function kernelsOf({ response, derivative, dispersion, delays }: EventModel, trS: number) {
  if (response === 'fir') {
    return delays.map((delay) => {
      const kernel = new Float64Array((delay + 1) * oversampling)
      return kernel.fill(1 / oversampling, delay * oversampling)
    })
  }
  if (response === 'none') return [new Float64Array(oversampling).fill(1, 0, 1)]
  const stepS = trS / oversampling
  const kernels = [responseKernel(response, 'response', stepS)]
  if (derivative) kernels.push(responseKernel(response, 'derivative', stepS))
  if (dispersion) kernels.push(responseKernel(response, 'dispersion', stepS))
  return kernels
}

/** The convolution of the events with a kernel, whose running sums are given, at each scan. */
function sample(
  row: Float64Array,
  sums: Float64Array,
  {
    steps,
    grid,
    times,
    ahead,
  }: {
    steps: readonly [number, number][]
    grid: Grid
    times: ScanTimes
    ahead: number
  },
): void {
  const upTo = (i: number) => (i < 0 ? 0 : sums[Math.min(i, sums.length - 1)])
  const at = (i: number) =>
    steps.reduce((sum, [on, off]) => sum + upTo(i + ahead - on) - upTo(i + ahead - off), 0)
  for (let t = 0; t < times.samples; t++) {
    const timeS = times.startS + t * times.trS
    const above = Math.max(1, Math.min(firstAtOrAfter(timeS, grid), grid.count - 1))
    const share = (timeS - timeAt(grid, above - 1)) / grid.stepS
    const low = at(above - 1)
    row[t] = low + (at(above) - low) * share
  }
}

/** Takes from each row what the rows before give, in place. */
function orthogonalize(rows: Float64Array, count: number, samples: number): void {
  const row = (k: number) => rows.subarray(k * samples, (k + 1) * samples)
  for (let k = 1; k < count; k++) {
    for (let turn = 0; turn < 2; turn++) {
      for (let j = 0; j < k; j++) {
        const [a, b] = [row(k), row(j)]
        let own = 0
        let shared = 0
        for (let t = 0; t < samples; t++) {
          own += b[t] * b[t]
          shared += a[t] * b[t]
        }
        if (own > 0) for (let t = 0; t < samples; t++) a[t] -= (shared / own) * b[t]
      }
    }
  }
}
