import { gram, multiply } from './multiply.ts'
import { columnPanels } from './panels.ts'
import { solve } from './solve.ts'

/**
 * Finds the weights that are not below 0 and come nearest to y: the least |x w - y|^2.
 *
 * Weights are freed one by one, the one that gains most first; those that would fall below 0 are
 * held at 0 again. A column of zeros keeps the weight 0. Columns that depend on each other share a
 * weight in a way that the order of columns decides.
 *
 * @param x shape [R, P], finite
 * @param y shape [R], finite
 * @param rows R
 * @returns shape [P]
 * @see Lawson & Hanson (1974), Solving Least Squares Problems, chapter 23; scipy.optimize.nnls
 */
export function nonNegative(x: Float64Array, y: ArrayLike<number>, rows: number): Float64Array {
  const cols = x.length / Math.max(1, rows)
  const columns = columnPanels(x, rows, cols)
  const products = gram(columns)
  const towards = multiply(columns, columnPanels(Float64Array.from(y), rows, 1))
  const weights = new Float64Array(cols)
  const free = new Set<number>()
  const most = towards.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  for (let turn = 0; turn < 3 * cols; turn++) {
    const gains = gainsOf(products, towards, weights)
    const best = bestHeld(gains, free)
    if (best < 0 || gains[best] <= most * 1e-12) break
    free.add(best)
    if (!settle(products, towards, weights, free)) {
      free.delete(best)
      break
    }
  }
  return weights
}

/** How the squared error falls with each weight, halved, shape [P]. */
function gainsOf(products: Float64Array, towards: Float64Array, weights: Float64Array) {
  const cols = weights.length
  return towards.map((value, p) => {
    let gain = value
    for (let q = 0; q < cols; q++) gain -= products[p * cols + q] * weights[q]
    return gain
  })
}

function bestHeld(gains: Float64Array, free: ReadonlySet<number>): number {
  let best = -1
  for (let p = 0; p < gains.length; p++) {
    if (!free.has(p) && (best < 0 || gains[p] > gains[best])) best = p
  }
  return best
}

/** Solves for the free weights, holding those that would fall below 0; false when it cannot. */
function settle(
  products: Float64Array,
  towards: Float64Array,
  weights: Float64Array,
  free: Set<number>,
): boolean {
  const cols = weights.length
  while (free.size > 0) {
    const own = [...free].sort((a, b) => a - b)
    const part = Float64Array.from({ length: own.length ** 2 }, (_, i) => {
      return products[own[Math.floor(i / own.length)] * cols + own[i % own.length]]
    })
    const wanted = solved(
      part,
      own.length,
      Float64Array.from(own, (p) => towards[p]),
    )
    if (wanted === undefined) return false
    const step = own.reduce((least, p, i) => {
      return wanted[i] > 0 ? least : Math.min(least, weights[p] / (weights[p] - wanted[i]))
    }, 1)
    for (const [i, p] of own.entries()) weights[p] += step * (wanted[i] - weights[p])
    if (step === 1) return true
    for (const [i, p] of own.entries()) {
      if (wanted[i] > 0 || weights[p] > 1e-300) continue
      weights[p] = 0
      free.delete(p)
    }
  }
  return true
}

function solved(a: Float64Array, size: number, b: Float64Array): Float64Array | undefined {
  try {
    const found = solve(a, size, b)
    return found.every(Number.isFinite) ? found : undefined
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined
    throw thrown
  }
}
