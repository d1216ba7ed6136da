import { consensusCurve, repairedWindows } from './consensus-curve.ts'
import { neighbouringFolds, shuffledFolds } from './epoch-folds.ts'
import { mixChannels } from './mix-channels.ts'
import { bestThreshold, rejectionCurve } from './rejection-curve.ts'
import { channelRepair, leaveOneOutWeights } from './repair-channels.ts'
import { rowSpans } from './row-span.ts'
import { type VoteRule, type WindowVotes, windowVotes } from './window-votes.ts'

/** Thresholds of peak-to-peak rejection, and how channels vote. */
export interface AutoReject extends VoteRule {
  /** In the unit of the windows, shape [C]. */
  readonly thresholds: Float64Array
  /** Places of the electrodes, shape [C, 3]. */
  readonly places: Float64Array
}

export interface AutoRejectOptions {
  /** Numbers of channels to interpolate that are tried. */
  readonly interpolate: readonly number[]
  /** Shares of bad channels that are tried. */
  readonly consensus: readonly number[]
  /** Folds by which these two are chosen; thresholds have ten of their own. */
  readonly folds: number
  /** Whether thresholds also see every channel as the others predict it. */
  readonly augment: boolean
  readonly seed: number
}

const THRESHOLD_FOLDS = 10

/**
 * Finds a threshold of peak-to-peak rejection for each channel, and how many bad channels are
 * interpolated and how many drop a window, by cross-validation.
 *
 * All thresholds are scored, so that no search can miss the best; of equal ones the lowest is
 * taken, of equal pairs the first consensus and then the first number.
 *
 * @param windows shape [C, T] each, finite, at least `folds` and 5 of them
 * @param places of the electrodes, shape [C, 3], finite, C at least 2
 * @returns `undefined` when no pair of options keeps a window in each fold
 * @throws {RangeError} too few windows
 * @see Jas et al. (2017), NeuroImage 159:417-429, doi:10.1016/j.neuroimage.2017.06.030;
 *   `autoreject.AutoReject`
 */
export function autoReject(
  windows: readonly Float32Array[],
  places: Float64Array,
  options: AutoRejectOptions,
): AutoReject | undefined {
  const { interpolate, consensus, folds } = options
  if (windows.length < 5) throw new RangeError(`${windows.length} windows`)
  const thresholds = channelThresholds(windows, places, options)
  const reaches = channelReaches(windows, places.length / 3)
  const loss = consensusCurve(
    { windows, reaches, thresholds },
    {
      interpolate,
      consensus,
      folds: neighbouringFolds(windows.length, folds),
      repair: channelRepair(places),
    },
  )
  const best = loss.reduce((least, value, i) => (value < loss[least] ? i : least), 0)
  if (!Number.isFinite(loss[best])) return undefined
  const [k, i] = [Math.floor(best / interpolate.length), best % interpolate.length]
  return { thresholds, places, interpolate: interpolate[i], consensus: consensus[k] }
}

/**
 * Lets channels vote on windows by what was found.
 *
 * @param windows shape [C, T] each
 * @returns votes, and the windows with bad channels repaired, dropped ones among them
 */
export function applyAutoReject(
  windows: readonly Float32Array[],
  found: AutoReject,
): WindowVotes & { readonly windows: readonly Float32Array[] } {
  const { thresholds, places } = found
  if (windows.length === 0) return { labels: new Uint8Array(0), bad: new Uint8Array(0), windows }
  const votes = windowVotes(channelReaches(windows, thresholds.length), thresholds, found)
  return { ...votes, windows: repairedWindows(windows, votes.labels, channelRepair(places)) }
}

/** How far each channel of each window reaches, shape [N, C]. */
export function channelReaches(windows: readonly Float32Array[], channels: number): Float64Array {
  const out = new Float64Array(windows.length * channels)
  for (const [w, values] of windows.entries()) {
    const spans = rowSpans(values, channels)
    for (let c = 0; c < channels; c++) out[w * channels + c] = spans[c].peakToPeak
  }
  return out
}

function channelThresholds(
  windows: readonly Float32Array[],
  places: Float64Array,
  { augment, seed }: AutoRejectOptions,
): Float64Array {
  const channels = places.length / 3
  const samples = windows[0].length / channels
  const predicted = augment ? predictions(windows, places) : []
  const all = [...windows, ...predicted]
  const reaches = channelReaches(all, channels)
  const sizes = augment ? [windows.length, predicted.length] : [windows.length]
  const folds = shuffledFolds(sizes, THRESHOLD_FOLDS, seed)
  return Float64Array.from({ length: channels }, (_, c) => {
    const rows = all.map((values) => values.subarray(c * samples, (c + 1) * samples))
    const own = Float64Array.from(rows, (_row, w) => reaches[w * channels + c])
    return bestThreshold(rejectionCurve(rows, own, folds, true))
  })
}

/** Each window with every channel as splines of all others predict it. */
function predictions(windows: readonly Float32Array[], places: Float64Array): Float32Array[] {
  const weights = leaveOneOutWeights(places)
  const samples = windows[0].length / (places.length / 3)
  return windows.map((values) => mixChannels(weights, values, samples))
}
