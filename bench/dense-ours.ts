import { cholesky, choleskySolve } from '../src/kernels/cholesky.ts'
import { eigenSymmetric } from '../src/kernels/eigen-symmetric.ts'
import { principalComponents } from '../src/kernels/principal-components.ts'
import { solve } from '../src/kernels/solve.ts'
import { svd } from '../src/kernels/svd.ts'

interface Timed {
  readonly seconds: number
  readonly check: number
}

/** Time after which a size is not tried, judged by the one before, s. */
const longest = 60

const sizes = process.argv.slice(2).map(Number)
const pcaSizes = [
  [300, 500],
  [2000, 100],
  [200, 5000],
]

const dense: Record<number, Record<string, Timed | undefined>> = {}
for (const [i, n] of sizes.entries()) dense[n] = denseOf(n, sizes[i - 1])
const pca = pcaSizes.map(([rows, columns]) => {
  const x = noise(rows * columns)
  const found = timed(
    () => principalComponents(x, rows),
    ({ variances }) => variances[0],
  )
  return [`${rows} x ${columns}`, found]
})
process.stdout.write(JSON.stringify({ dense, pca: Object.fromEntries(pca) }))

/** The work of python/dense.py, on the same matrices. */
function denseOf(n: number, before: number | undefined) {
  const square = noise(n * n)
  const spd = product(square, n)
  const right = noise(n)
  const works: Record<string, () => Timed> = {
    eigen: () =>
      timed(
        () => eigenSymmetric(spd, n),
        ({ values }) => values[n - 1],
      ),
    cholesky: () =>
      timed(
        () => cholesky(spd, n),
        (l) => l[n * n - 1],
      ),
    solve: () =>
      timed(
        () => choleskySolve(cholesky(spd, n), n, right.slice()),
        (x) => x[0],
      ),
    solveAny: () =>
      timed(
        () => solve(spd, n, right),
        (x) => x[0],
      ),
    svd: () =>
      timed(
        () => svd(square, n),
        ({ values }) => values[0],
      ),
  }
  const expected = (name: string) =>
    before === undefined ? 0 : (dense[before][name]?.seconds ?? longest) * (n / before) ** 3
  return Object.fromEntries(
    Object.entries(works).map(([name, work]) => [
      name,
      expected(name) < longest ? work() : undefined,
    ]),
  )
}

/** The median of some repetitions after a first one; the first alone when it takes long. */
function timed<T>(work: () => T, check: (result: T) => number): Timed {
  const first = once(work)
  if (first.seconds > 2) return { seconds: first.seconds, check: check(first.result) }
  const times: number[] = []
  let sum = 0
  while (times.length < 3 || (sum < 0.2 && times.length < 1000)) {
    times.push(once(work).seconds)
    sum += times[times.length - 1]
  }
  times.sort((a, b) => a - b)
  return { seconds: times[times.length >> 1], check: check(first.result) }
}

function once<T>(work: () => T) {
  const start = performance.now()
  const result = work()
  return { result, seconds: (performance.now() - start) / 1000 }
}

/** a aᵀ / n + 1, shape [n, n]. */
function product(a: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < n; k++) sum += a[i * n + k] * a[j * n + k]
      out[i * n + j] = sum / n + (i === j ? 1 : 0)
      out[j * n + i] = out[i * n + j]
    }
  }
  return out
}

function noise(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => {
    const wave = Math.sin(k * 12.9898) * 43758.5453
    return wave - Math.floor(wave) - 0.5
  })
}
