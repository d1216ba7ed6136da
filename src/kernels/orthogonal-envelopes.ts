import { analyticSignal } from './analytic-signal.ts'

/**
 * How closely the envelopes of each pair of channels go together once what both share at the same
 * moment is taken out: the envelope of one correlates with that of the other's part at a right
 * angle to it. The mean of both directions, of magnitudes.
 *
 * Channels should hold a narrow band. A channel that is not finite makes its pairs NaN; one with a
 * constant envelope, and a pair without a part at a right angle, gives 0.
 *
 * @param x shape [C, T], T at least 2
 * @returns shape [C (C - 1) / 2], pairs in the order 0-1, 0-2, ... 1-2 ...
 * @see Hipp et al. (2012), Nat. Neurosci. 15:884-890, doi:10.1038/nn.3101;
 *   mne_connectivity.envelope_correlation with orthogonalize='pairwise', absolute=True
 */
export function orthogonalEnvelopes(x: Float32Array, channels: number): Float64Array {
  const samples = x.length / channels
  const rows = Array.from({ length: channels }, (_, c) =>
    parted(x.subarray(c * samples, (c + 1) * samples)),
  )
  const out = new Float64Array((channels * (channels - 1)) / 2)
  const work = new Float64Array(samples)
  let at = 0
  for (let i = 0; i < channels; i++) {
    for (let j = i + 1; j < channels; j++) {
      const there = Math.abs(directed(rows[i], rows[j], work))
      out[at++] = (there + Math.abs(directed(rows[j], rows[i], work))) / 2
    }
  }
  return out
}

/** A channel's analytic signal, its phase and its envelope less the mean, of length 1. */
interface Parted {
  /** Shape [T, 2]. */
  readonly signal: Float64Array
  /** Shape [T, 2], each of length 1. */
  readonly phase: Float64Array
  /** Shape [T]. */
  readonly envelope: Float64Array
}

function parted(row: Float32Array): Parted {
  const signal = analyticSignal(row)
  const phase = new Float64Array(signal.length)
  const envelope = new Float64Array(row.length)
  for (let t = 0; t < row.length; t++) {
    const size = Math.hypot(signal[2 * t], signal[2 * t + 1])
    envelope[t] = size
    phase[2 * t] = signal[2 * t] / size
    phase[2 * t + 1] = signal[2 * t + 1] / size
  }
  return { signal, phase, envelope: centred(envelope) }
}

/** The part of one channel at a right angle to the other, by its envelope. */
function directed(one: Parted, other: Parted, work: Float64Array): number {
  for (let t = 0; t < work.length; t++) {
    const [re, im] = [one.signal[2 * t], one.signal[2 * t + 1]]
    work[t] = Math.abs(im * other.phase[2 * t] - re * other.phase[2 * t + 1])
  }
  const apart = centred(work)
  let sum = 0
  for (let t = 0; t < work.length; t++) sum += apart[t] * other.envelope[t]
  return sum
}

/** Less its mean and of length 1, in place; what is constant becomes 0. */
function centred(x: Float64Array): Float64Array {
  let sum = 0
  for (let t = 0; t < x.length; t++) sum += x[t]
  const mean = sum / x.length
  let squares = 0
  for (let t = 0; t < x.length; t++) {
    x[t] -= mean
    squares += x[t] * x[t]
  }
  const length = squares === 0 ? 1 : Math.sqrt(squares)
  for (let t = 0; t < x.length; t++) x[t] /= length
  return x
}
