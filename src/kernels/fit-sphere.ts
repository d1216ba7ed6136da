import { solve } from './solve.ts'

/** A sphere in space. */
export interface Sphere {
  readonly center: readonly [number, number, number]
  readonly radius: number
}

const mostSteps = 50

/**
 * The sphere whose surface lies nearest to points: the least sum of squared distances.
 *
 * Found by Gauss-Newton steps from the sphere that solves the linear problem, whose residual is the
 * difference of squares.
 *
 * @param points shape [N, 3], finite
 * @returns `undefined` for fewer than four points, and for points in one plane or nearly so
 * @see Pratt (1987), Computer Graphics 21(4):145-152, doi:10.1145/37402.37420 (the linear problem)
 */
export function fitSphere(points: Float64Array): Sphere | undefined {
  const n = points.length / 3
  if (n < 4) return undefined
  const [mean, spread] = momentsOf(points)
  if (!(spread > 0)) return undefined
  const x = points.map((v, i) => (v - mean[i % 3]) / spread)
  const first = algebraic(x)
  const fitted = first && refined(x, first)
  if (fitted === undefined || !(fitted[3] < 100)) return undefined
  const [a, b, c, radius] = fitted
  return {
    center: [a * spread + mean[0], b * spread + mean[1], c * spread + mean[2]],
    radius: radius * spread,
  }
}

function momentsOf(points: Float64Array): [number[], number] {
  const n = points.length / 3
  const mean = [0, 0, 0]
  points.forEach((v, i) => {
    mean[i % 3] += v / n
  })
  const squares = points.reduce((sum, v, i) => sum + (v - mean[i % 3]) ** 2, 0)
  return [mean, Math.sqrt(squares / n)]
}

/** Center and radius that solve |p|^2 = 2 p . c + (r^2 - |c|^2) in the least squares sense. */
function algebraic(x: Float64Array): Float64Array | undefined {
  const rows = eachPoint(x, ([a, b, c]) => [2 * a, 2 * b, 2 * c, 1, a * a + b * b + c * c])
  const found = leastSquares(rows)
  if (found === undefined) return undefined
  const [a, b, c, rest] = found
  const square = rest + a * a + b * b + c * c
  return square > 0 ? Float64Array.of(a, b, c, Math.sqrt(square)) : undefined
}

function refined(x: Float64Array, first: Float64Array): Float64Array | undefined {
  const now = first.slice()
  for (let step = 0; step < mostSteps; step++) {
    const rows = eachPoint(x, ([a, b, c]) => {
      const away = [a - now[0], b - now[1], c - now[2]]
      const distance = Math.hypot(...away) || 1e-12
      return [...away.map((v) => v / distance), 1, distance - now[3]]
    })
    const change = leastSquares(rows)
    if (change === undefined) return undefined
    for (let i = 0; i < 4; i++) now[i] += change[i]
    if (Math.hypot(...change) < 1e-13 * now[3]) break
  }
  return now.every(Number.isFinite) && now[3] > 0 ? now : undefined
}

function eachPoint(x: Float64Array, row: (p: readonly number[]) => number[]): number[][] {
  return Array.from({ length: x.length / 3 }, (_, i) => row([...x.subarray(3 * i, 3 * i + 3)]))
}

/** Rows of four factors and a right side; `undefined` where they do not decide all four. */
function leastSquares(rows: readonly (readonly number[])[]): Float64Array | undefined {
  const a = new Float64Array(16)
  const b = new Float64Array(4)
  for (const row of rows) {
    for (let i = 0; i < 4; i++) {
      b[i] += row[i] * row[4]
      for (let j = 0; j < 4; j++) a[4 * i + j] += row[i] * row[j]
    }
  }
  try {
    const inverse = solve(a, 4, Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1))
    const norm = (m: Float64Array) => Math.sqrt(m.reduce((sum, v) => sum + v * v, 0))
    if (norm(a) * norm(inverse) > 1e10) return undefined
    return solve(a, 4, b)
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined
    throw thrown
  }
}
