import { unset32 } from './recycling.ts'

/**
 * Removes from each row its mean (`constant`) or its least-squares straight line (`linear`).
 *
 * A value that is not finite makes its row NaN.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @returns shape [R, T], same unit
 * @see scipy.signal.detrend
 */
export function detrend(x: Float32Array, rows: number, order: 'constant' | 'linear'): Float32Array {
  const out = unset32(x.length)
  const samples = rows === 0 ? 0 : x.length / rows
  const middle = (samples - 1) / 2
  const spread = (samples * (samples * samples - 1)) / 12
  for (let start = 0; start < x.length; start += samples) {
    let sum = 0
    let moment = 0
    for (let t = 0; t < samples; t++) {
      sum += x[start + t]
      moment += (t - middle) * x[start + t]
    }
    const mean = sum / samples
    const slope = order === 'linear' && samples > 1 ? moment / spread : 0
    const level = mean + 0 * moment
    for (let t = 0; t < samples; t++) {
      out[start + t] = x[start + t] - level - slope * (t - middle)
    }
  }
  return out
}
