import { analyticSignal } from './analytic-signal.ts'

/**
 * How closely the envelopes of each pair of channels go together: their Pearson correlation.
 *
 * Channels should hold a narrow band. A channel that is not finite or has a constant envelope makes
 * its pairs NaN.
 *
 * @param x shape [C, T], T at least 2
 * @returns shape [C (C - 1) / 2], pairs in the order 0-1, 0-2, ... 1-2 ...
 * @see scipy.signal.hilbert and numpy.corrcoef; Hipp et al. (2012), Nat. Neurosci. 15:884-890,
 *   doi:10.1038/nn.3101, without its orthogonalisation
 */
export function envelopeCorrelation(x: Float32Array, channels: number): Float64Array {
  const samples = x.length / channels
  const rows = Array.from({ length: channels }, (_, c) =>
    unitEnvelope(x.subarray(c * samples, (c + 1) * samples)),
  )
  const out = new Float64Array((channels * (channels - 1)) / 2)
  let at = 0
  for (let i = 0; i < channels; i++) {
    for (let j = i + 1; j < channels; j++) {
      let sum = 0
      for (let t = 0; t < samples; t++) sum += rows[i][t] * rows[j][t]
      out[at++] = sum
    }
  }
  return out
}

/** The envelope less its mean, of length 1. */
function unitEnvelope(x: Float32Array): Float64Array {
  const z = analyticSignal(x)
  const out = new Float64Array(x.length)
  let sum = 0
  for (let t = 0; t < x.length; t++) {
    out[t] = Math.sqrt(z[2 * t] * z[2 * t] + z[2 * t + 1] * z[2 * t + 1])
    sum += out[t]
  }
  const mean = sum / x.length
  let squares = 0
  for (let t = 0; t < x.length; t++) {
    out[t] -= mean
    squares += out[t] * out[t]
  }
  const length = Math.sqrt(squares)
  for (let t = 0; t < x.length; t++) out[t] /= length
  return out
}
