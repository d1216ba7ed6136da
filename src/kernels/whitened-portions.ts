import { logRules } from './log-rules.ts'
import { matrixWorkBytes } from './matrix-work.ts'
import { inCrewRoom } from './wasm/crew-wasm.ts'

/** Bytes of matrices that are worked on at a time. */
const PORTION = 2 ** 25

/** Into how many jobs a portion is cut. */
const JOBS = 8

/** Logarithms of some matrices in a row; views that end with the call. */
export interface WhitenedPortion {
  /** The first of these matrices, from 0. */
  readonly from: number
  /** How many they are, R. */
  readonly count: number
  /** Smallest and largest eigenvalues, to a millionth, shape [R, 2]; NaN where there is no log. */
  readonly ends: Float64Array
  /** Shape [R, N, N], symmetric; with `summed` sums of one after the other, upper triangles. */
  readonly logs: Float64Array
}

/**
 * Takes logarithms of w · c · wᵀ, portion by portion, on all threads that are free.
 *
 * @param matrices c, symmetric, shape [R, N, N], not changed
 * @param whiten w, shape [N, N]; what is known of a lower triangle takes no time
 * @param summed whether sums over a few neighbours will do, cut by R and N alone
 * @param take must not call a kernel of a crew
 * @throws {RangeError} a matrix is not [N, N]
 */
export function whitenedPortions(
  { matrices, n, whiten }: Readonly<Record<'matrices' | 'whiten', Float64Array>> & { n: number },
  summed: boolean,
  take: (portion: WhitenedPortion) => void,
): void {
  const size = n * n
  const rows = matrices.length / size
  if (!Number.isInteger(rows) || whiten.length !== size) {
    throw new RangeError(`${matrices.length} values are no matrices [${n}, ${n}]`)
  }
  const most = Math.min(rows, Math.max(JOBS, Math.floor(PORTION / (8 * size))))
  const own = matrixWorkBytes(n)
  const isLower = isTriangle(whiten, n) ? 1 : 0
  const rules = logRules()
  const bytes = [size, most * size, 2 * most, rules.length, summed ? JOBS * size : 0]
  inCrewRoom([...bytes.map((values) => 8 * values), JOBS * own], ({ f64, at, each }) => {
    const [w, c, ends, laws, sums, works] = at
    f64.set(whiten, w / 8)
    f64.set(rules, laws / 8)
    for (let from = 0; from < rows; from += most) {
      const count = Math.min(most, rows - from)
      f64.set(matrices.subarray(from * size, (from + count) * size), c / 8)
      const step = Math.ceil(count / JOBS)
      const jobs = Array.from({ length: Math.ceil(count / step) }, (_, j) => {
        const some = [c + 8 * j * step * size, Math.min(step, count - j * step), n, w, isLower]
        const sum = summed ? sums + 8 * j * size : 0
        return [...some, ends + 16 * j * step, laws, sum, works + j * own]
      })
      each('whitenedLogs', jobs)
      const logs = summed ? f64.subarray(sums / 8) : f64.subarray(c / 8)
      take({
        ...{ from, count, ends: f64.subarray(ends / 8, ends / 8 + 2 * count) },
        logs: logs.subarray(0, (summed ? jobs.length : count) * size),
      })
    }
  })
}

function isTriangle(x: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) if (x[i * n + j] !== 0) return false
  return true
}
