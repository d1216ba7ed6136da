import { defineMetric } from './metric.ts'

/**
 * Time-segment matching: the share of segments whose own moment is found among the moments that
 * do not overlap it.
 *
 * Classes are moments as the stage `segments` names them. Of two that share scans of a run one says
 * little against the other, so those that overlap a segment's own moment are no candidates for it.
 * Classes that are not named `<run>:<first>-<last>` overlap no other: the value is the accuracy.
 * Of equal scores the first class counts; NaN is below all.
 *
 * @see Haxby et al. (2011), Neuron 72(2):404-416, doi:10.1016/j.neuron.2011.08.026; Chen et al.
 *   (2015), Advances in Neural Information Processing Systems 28
 */
export const segmentAccuracy = defineMetric({
  use: 'segmentAccuracy',
  title: 'Segments matched',
  for: 'classes',
  higherIsBetter: true,
  judge: ({ scores, classes, names = [], prediction }) => {
    const spans = Array.from({ length: classes }, (_, k) => spanOf(names[k]))
    const rows = prediction.length
    const orders = Array.from({ length: rows }, (_, r) => falling(scores, r * classes, classes))
    const isRight = (row: number, own: number) =>
      orders[row].find((k) => k === own || !overlap(spans[k], spans[own])) === own
    return (truth, weights) => {
      let right = 0
      let all = 0
      for (let r = 0; r < rows; r++) {
        all += weights[r]
        if (weights[r] > 0 && isRight(r, truth[r])) right += weights[r]
      }
      return right / all
    }
  },
})

/** Scans of a run, both ends belong to it. */
interface Span {
  readonly run: string
  readonly first: number
  readonly last: number
}

function spanOf(name = ''): Span | undefined {
  const found = /^(.*):(\d+)-(\d+)$/s.exec(name)
  if (found === null) return undefined
  return { run: found[1], first: Number(found[2]), last: Number(found[3]) }
}

function overlap(a: Span | undefined, b: Span | undefined): boolean {
  if (a === undefined || b === undefined || a.run !== b.run) return false
  return a.first <= b.last && b.first <= a.last
}

/** Codes of a row by falling score, equal ones in their order. */
function falling(scores: ArrayLike<number>, from: number, classes: number): Int32Array {
  const known = (k: number) => {
    const score = scores[from + k]
    return Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score
  }
  const order = Array.from({ length: classes }, (_, k) => k)
  const above = (a: number, b: number) => (known(a) === known(b) ? a - b : known(b) - known(a))
  return Int32Array.from(order.sort(above))
}
