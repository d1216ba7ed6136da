import { addCorrelationLoss } from './correlation-loss.ts'
import { eigenSymmetric } from './eigen-symmetric.ts'
import {
  centredRows,
  type LeftOutRidge,
  type RidgeRows,
  shrunk,
  withIntercepts,
} from './left-out-ridge.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, type Panels, panels } from './panels.ts'

/**
 * Ridge regression by the products of features, for fewer features than rows: a decomposition for
 * each set that is left out, and one of all rows.
 */
export function primalRidge({ x, rows, tests, alphas, judge }: RidgeRows): LeftOutRidge {
  const depth = x.length / rows
  const all = Int32Array.from({ length: rows }, (_, r) => r)
  const parts = tests.map((test) => {
    const left = new Set(test)
    const space = spaceOf(
      x,
      all.filter((r) => !left.has(r)),
      depth,
    )
    const away = centredRows(x, test, depth, space.means).values
    return { test, space, away: multiply(panels(away, test.length, depth), space.basis) }
  })
  let whole: Space | undefined
  return {
    errors(y) {
      const targets = y.length / rows
      const sums = alphas.map(() => new Float64Array(targets))
      for (const { test, space, away } of parts) {
        const { right, means } = coordinates(space, y, targets)
        const wanted = centredRows(y, test, targets, means).values
        const share = 1 / (test.length * parts.length)
        for (const [a, alpha] of alphas.entries()) {
          const found = multiply(over(away, space.values, alpha), panels(right, targets, depth))
          if (judge === 'correlation') addCorrelationLoss(sums[a], wanted, found, 1 / parts.length)
          else addSquares(sums[a], wanted, found, share)
        }
      }
      return sums
    },
    fit(y, chosen) {
      whole ??= spaceOf(x, all, depth)
      const targets = y.length / rows
      const { right, means } = coordinates(whole, y, targets)
      const scaled = panels(shrunk(right, whole.values, chosen), targets, depth)
      const across = panels(whole.vectors, depth, depth)
      return withIntercepts(multiply(scaled, across), whole.means, means)
    },
  }
}

interface Space {
  readonly kept: Int32Array
  readonly means: Float64Array
  readonly values: Float64Array
  /** Shape [D, D], an eigenvector in each column. */
  readonly vectors: Float64Array
  readonly basis: Panels
  /** The kept rows along each eigenvector, shape [D, K]. */
  readonly along: Panels
}

function spaceOf(x: Float64Array, kept: Int32Array, depth: number): Space {
  const { values: own, means } = centredRows(x, kept, depth)
  const { values, vectors } = eigenSymmetric(gram(columnPanels(own, kept.length, depth)), depth)
  const basis = columnPanels(vectors, depth, depth)
  const along = multiply(panels(own, kept.length, depth), basis)
  return { kept, means, values, vectors, basis, along: columnPanels(along, kept.length, depth) }
}

function coordinates({ kept, along }: Space, y: Float64Array, targets: number) {
  const { values, means } = centredRows(y, kept, targets)
  return { right: multiply(columnPanels(values, kept.length, targets), along), means }
}

function over(left: Float64Array, values: Float64Array, alpha: number): Panels {
  const size = values.length
  const scaled = left.slice()
  for (let i = 0; i < scaled.length; i += size) {
    for (let k = 0; k < size; k++) scaled[i + k] /= values[k] + alpha
  }
  return panels(scaled, scaled.length / size, size)
}

function addSquares(
  sums: Float64Array,
  wanted: Float64Array,
  found: Float64Array,
  share: number,
): void {
  for (let i = 0; i < found.length; ) {
    for (let q = 0; q < sums.length; q++, i++) sums[q] += (wanted[i] - found[i]) ** 2 * share
  }
}
