/** What is to be done with each channel of each window, and with the window. */
export interface WindowVotes {
  /** 0: good, 1: bad, 2: bad and interpolated; shape [N, C]. */
  readonly labels: Uint8Array
  /** 1 for windows that are dropped, shape [N]. */
  readonly bad: Uint8Array
}

/** Up to how many channels are interpolated, and the share of bad ones that drops a window. */
export interface VoteRule {
  readonly interpolate: number
  readonly consensus: number
}

/**
 * Lets channels vote on windows: a channel that reaches further than its threshold is bad. The bad
 * ones that reach furthest are interpolated; a window in which at least `consensus` times C
 * channels are bad is dropped.
 *
 * @param reaches largest less smallest value, shape [N, C]
 * @param thresholds shape [C], in the same unit
 * @see Jas et al. (2017), doi:10.1016/j.neuroimage.2017.06.030; `autoreject.RejectLog`
 */
export function windowVotes(
  reaches: Float64Array,
  thresholds: Float64Array,
  { interpolate, consensus }: VoteRule,
): WindowVotes {
  const channels = thresholds.length
  const windows = reaches.length / channels
  const labels = new Uint8Array(reaches.length)
  const bad = new Uint8Array(windows)
  for (let w = 0; w < windows; w++) {
    const own = reaches.subarray(w * channels, (w + 1) * channels)
    const over = [...own.keys()].filter((c) => own[c] > thresholds[c])
    const worst = [...over].sort((a, b) => own[b] - own[a] || b - a).slice(0, interpolate)
    for (const c of over) labels[w * channels + c] = 1
    for (const c of worst) labels[w * channels + c] = 2
    bad[w] = over.length >= consensus * channels ? 1 : 0
  }
  return { labels, bad }
}
