import type { EpochFold } from './epoch-folds.ts'
import { medianOver } from './median-over.ts'
import type { ChannelRepair } from './repair-channels.ts'
import { windowVotes } from './window-votes.ts'

/** Windows, what their channels reach, and what each channel may reach. */
export interface VotedWindows {
  /** Shape [C, T] each, finite. */
  readonly windows: readonly Float32Array[]
  /** Largest less smallest value, shape [N, C]. */
  readonly reaches: Float64Array
  /** Shape [C]. */
  readonly thresholds: Float64Array
}

/** What is tried: numbers of channels to interpolate, and shares of bad ones that drop a window. */
export interface VoteGrid {
  readonly interpolate: readonly number[]
  readonly consensus: readonly number[]
  readonly folds: readonly EpochFold[]
  readonly repair: ChannelRepair
}

/**
 * Scores pairs of how many channels are interpolated and how many bad ones drop a window: the mean
 * of the repaired training windows is compared with the median of the test windows as they are.
 *
 * @returns root mean square of the difference, averaged over folds, shape [consensus,
 *   interpolate]; infinite where a fold keeps no window, or where all bad channels of a window that
 *   is kept could be interpolated (consensus times C at or below interpolate)
 * @see Jas et al. (2017), NeuroImage 159:417-429, doi:10.1016/j.neuroimage.2017.06.030;
 *   `autoreject.AutoReject.loss_`, whose mean over folds this is
 */
export function consensusCurve(voted: VotedWindows, grid: VoteGrid): Float64Array {
  const { interpolate, consensus, folds } = grid
  const channels = voted.thresholds.length
  const medians = folds.map(({ test }) => medianOver(voted.windows, test))
  const out = new Float64Array(consensus.length * interpolate.length)
  for (const [i, count] of interpolate.entries()) {
    const { labels } = windowVotes(voted.reaches, voted.thresholds, {
      interpolate: count,
      consensus: 1,
    })
    const repaired = repairedWindows(voted.windows, labels, grid.repair)
    const badCounts = repaired.map((_, w) => {
      return labels.subarray(w * channels, (w + 1) * channels).filter((label) => label > 0).length
    })
    const limits = consensus.map((share) => (share * channels <= count ? 0 : share * channels))
    for (const [f, { train }] of folds.entries()) {
      const losses = errorsBelow(repaired, badCounts, { train, median: medians[f], limits })
      for (const [k, loss] of losses.entries()) {
        out[k * interpolate.length + i] += loss / folds.length
      }
    }
  }
  return out
}

/** Windows, shape [C, T] each, with the channels interpolated whose label is 2, shape [N, C]. */
export function repairedWindows(
  windows: readonly Float32Array[],
  labels: Uint8Array,
  repair: ChannelRepair,
): Float32Array[] {
  const channels = labels.length / windows.length
  return windows.map((values, w) => {
    const own = labels.subarray(w * channels, (w + 1) * channels)
    const bad = [...own.keys()].filter((c) => own[c] === 2)
    return bad.length === 0 ? values : repair(values, bad)
  })
}

interface Against {
  readonly train: readonly number[]
  readonly median: Float64Array
  readonly limits: readonly number[]
}

/** The error of the mean of all training windows with fewer bad channels than each limit. */
function errorsBelow(
  windows: readonly Float32Array[],
  badCounts: readonly number[],
  { train, median, limits }: Against,
): number[] {
  const order = [...train].sort((a, b) => badCounts[a] - badCounts[b] || a - b)
  const ascending = [...limits.keys()].sort((a, b) => limits[a] - limits[b])
  const sum = new Float64Array(median.length)
  const out = limits.map(() => Number.POSITIVE_INFINITY)
  let kept = 0
  let error = Number.POSITIVE_INFINITY
  for (const k of ascending) {
    const before = kept
    while (kept < order.length && badCounts[order[kept]] < limits[k]) {
      addTo(sum, windows[order[kept++]])
    }
    if (kept > before) error = differenceOf(sum, kept, median)
    out[k] = error
  }
  return out
}

function addTo(sum: Float64Array, values: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += values[i]
}

function differenceOf(sum: Float64Array, count: number, median: Float64Array): number {
  let squares = 0
  for (let i = 0; i < sum.length; i++) squares += (sum[i] / count - median[i]) ** 2
  return Math.sqrt(squares / sum.length)
}
