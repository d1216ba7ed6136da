import { multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import type { Random } from './random.ts'

/** So many samples decide; signs that stay for so many looks are looked at half as often. */
const SAMPLES = 6000
const STEADY = 25
const MOMENTUM = 0.5
const BIAS = 0.02

/** Which sources of extended Infomax have heavier tails than a normal one, looked at as it goes. */
export interface KurtosisSigns {
  /** 1 for heavier tails, -1 for lighter ones, shape [N]. */
  readonly signs: Float64Array
  /**
   * Counts a block, and looks at the kurtosis of sources when it is time.
   *
   * @param data shape [T, N]
   * @param weights shape [N, N], from signals to sources
   */
  look(data: Float64Array, weights: Float64Array, draw: Random): void
}

/**
 * The signs at the start: the first source has lighter tails, all others heavier ones.
 *
 * @param rows N
 * @see Lee, Girolami & Sejnowski (1999), Neural Computation 11(2):417-441, section 3
 */
export function kurtosisSigns(rows: number): KurtosisSigns {
  const signs = new Float64Array(rows).fill(1)
  signs[0] = -1
  const old = new Float64Array(rows)
  let [every, block, steady] = [1, 0, 0]
  let known: Float64Array | undefined
  return {
    signs,
    look(data, weights, draw) {
      if (++block % every !== 0) return
      const found = kurtoses(chosen(data, rows, draw), weights, rows)
      for (let k = 0; k < rows; k++) {
        old[k] = MOMENTUM * old[k] + (1 - MOMENTUM) * found[k]
        signs[k] = Math.sign(old[k] + BIAS)
      }
      const { length } = signs.filter((sign, k) => sign !== known?.[k])
      steady = length === 0 ? steady + 1 : 0
      known = signs.slice()
      if (steady < STEADY) return
      every *= 2
      steady = 0
    },
  }
}

function chosen(data: Float64Array, rows: number, draw: Random): Float64Array {
  const samples = data.length / rows
  if (samples <= SAMPLES) return data
  const out = new Float64Array(SAMPLES * rows)
  for (let s = 0; s < SAMPLES; s++) {
    const from = draw.integer(samples) * rows
    for (let c = 0; c < rows; c++) out[s * rows + c] = data[from + c]
  }
  return out
}

/** Fourth moment over the square of the second, less 3, of each source. */
function kurtoses(data: Float64Array, weights: Float64Array, rows: number): Float64Array {
  const samples = data.length / rows
  const sources = multiply(columnPanels(weights, rows, rows), panels(data, samples, rows))
  const out = new Float64Array(rows)
  for (let k = 0; k < rows; k++) {
    const source = sources.subarray(k * samples, (k + 1) * samples)
    let mean = 0
    for (const v of source) mean += v / samples
    let [second, fourth] = [0, 0]
    for (const v of source) {
      const square = (v - mean) ** 2
      second += square
      fourth += square * square
    }
    out[k] = (fourth * samples) / (second * second) - 3
  }
  return out
}
