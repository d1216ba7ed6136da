/** Steps that were taken, oldest first, and what they did to the gradient; all of shape [N, N]. */
export type Memory = {
  readonly step: Float64Array
  /** Gradient where the step began. */
  readonly gradient: Float64Array
  /** Gradient after the step less that before. */
  change: Float64Array
}[]

/**
 * The direction of an L-BFGS step, by two loops over the remembered steps.
 *
 * Steps along which the gradient did not grow are left out.
 *
 * @param gradient shape [N, N]
 * @param solve applies the inverse of the approximate Hessian
 * @returns shape [N, N], downhill
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., algorithm 7.4
 */
export function lbfgsDirection(
  gradient: Float64Array,
  solve: (gradient: Float64Array) => Float64Array,
  memory: Memory,
): Float64Array {
  const rest = gradient.slice()
  const used = memory
    .map(({ step, change }) => ({ step, change, curvature: dot(step, change) }))
    .filter(({ curvature }) => curvature > 0)
  const shares = used.map(() => 0)
  for (let m = used.length - 1; m >= 0; m--) {
    const { step, change, curvature } = used[m]
    shares[m] = dot(step, rest) / curvature
    addTimes(rest, -shares[m], change)
  }
  const direction = solve(rest)
  for (const [m, { step, change, curvature }] of used.entries()) {
    addTimes(direction, shares[m] - dot(change, direction) / curvature, step)
  }
  return direction.map((v) => -v)
}

/**
 * Prepares solving with the Hessian of the likelihood, approximated by 2 by 2 blocks that couple
 * the elements (k, l) and (l, k) of the relative gradient.
 *
 * @param hessian means of score' (y_k) y_l², shape [N, N]
 * @param n N
 * @param least eigenvalues of blocks below it are lifted to it, which keeps directions downhill
 * @returns a function from a gradient to the solution, both shape [N, N]
 * @see Ablin, Cardoso & Gramfort (2018), section III-B
 */
export function preconditioner(
  hessian: Float64Array,
  n: number,
  least: number,
): (gradient: Float64Array) => Float64Array {
  const h = hessian.slice()
  for (let k = 0; k < n; k++) {
    for (let l = 0; l < k; l++) {
      const [i, j] = [k * n + l, l * n + k]
      const apart = Math.sqrt((h[i] - h[j]) ** 2 + 4)
      const lift = Math.max(0, least - (h[i] + h[j] - apart) / 2)
      h[i] += lift
      h[j] += lift
    }
  }
  return (gradient) => {
    const out = new Float64Array(n * n)
    for (let k = 0; k < n; k++) {
      for (let l = 0; l < n; l++) {
        const [i, j] = [k * n + l, l * n + k]
        out[i] =
          k === l
            ? gradient[i] / (h[i] + 1)
            : (h[j] * gradient[i] - gradient[j]) / (h[i] * h[j] - 1)
      }
    }
    return out
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function addTimes(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i]
}
