import type { CrewRoom } from './crew.ts'
import { matrixWorkBytes } from './matrix-work.ts'
import { type CrewWasm, inCrewRoom } from './wasm/crew-wasm.ts'

/** Bytes of matrices that are worked on at a time. */
const PORTION = 2 ** 25

/** Into how many jobs a portion is cut. */
const JOBS = 8

/** What is made of one matrix. */
export interface WhitenedLog {
  /** Which matrix, from 0. */
  readonly row: number
  /** Eigenvalues of w · c · wᵀ, ascending, shape [N]; a view that ends with the call. */
  readonly values: Float64Array
  /** Its logarithm, shape [N, N], exactly symmetric; a view that ends with the call. */
  readonly log: Float64Array
}

/**
 * Takes the logarithms of whitened matrices, log(w · c · wᵀ), on all threads that are free.
 *
 * A matrix that is not positive definite, or not finite, has a logarithm of NaN.
 *
 * @param matrices symmetric, shape [R, N, N], not changed
 * @param whiten w, shape [N, N]; what is known of a lower triangle takes no time
 * @param take gets what is made of each matrix, in their order; must not call a kernel of a crew
 * @throws {RangeError} a matrix is not [N, N]
 */
export function whitenedLogs(
  matrices: Float64Array,
  n: number,
  whiten: Float64Array,
  take: (one: WhitenedLog) => void,
): void {
  const size = n * n
  const rows = matrices.length / size
  if (!Number.isInteger(rows) || whiten.length !== size) {
    throw new RangeError(`${matrices.length} values are no matrices [${n}, ${n}]`)
  }
  const most = Math.min(rows, Math.max(JOBS, Math.floor(PORTION / (8 * size))))
  const own = matrixWorkBytes(n)
  const isLower = isTriangle(whiten, n) ? 1 : 0
  inCrewRoom([8 * size, 8 * most * size, 8 * most * n, JOBS * own], (room) => {
    room.f64.set(whiten, room.at[0] / 8)
    for (let from = 0; from < rows; from += most) {
      const count = Math.min(most, rows - from)
      room.f64.set(matrices.subarray(from * size, (from + count) * size), room.at[1] / 8)
      const task = { room, n, count, own, isLower }
      const raw = logsOf(task)
      for (let r = 0; r < count; r++) {
        const at = room.at[1] / 8 + r * size
        const values = raw.subarray(r * n, (r + 1) * n)
        take({ row: from + r, values, log: room.f64.subarray(at, at + size) })
      }
    }
  })
}

interface Task {
  readonly room: CrewRoom<CrewWasm>
  readonly n: number
  readonly count: number
  /** Bytes of work of one job. */
  readonly own: number
  readonly isLower: number
}

/** Puts logarithms in place of the matrices of a portion; gives their eigenvalues. */
function logsOf({ room, n, count, own, isLower }: Task): Float64Array {
  const { f64, at } = room
  const [whiten, matrices, values, works] = at
  const each = Math.ceil(count / JOBS)
  const jobs = Array.from({ length: Math.ceil(count / each) }, (_, j) => {
    const c = matrices + 8 * j * each * n * n
    const some = [c, Math.min(each, count - j * each), n]
    return { some, values: values + 8 * j * each * n, work: works + j * own }
  })
  room.each(
    'whitenedEigen',
    jobs.map((job) => [...job.some, whiten, isLower, job.values, job.work]),
  )
  const raw = f64.slice(values / 8, values / 8 + count * n)
  for (let i = 0; i < raw.length; i++) f64[values / 8 + i] = Math.log(raw[i])
  room.each(
    'composeEach',
    jobs.map((job) => [...job.some, job.values, job.work]),
  )
  return raw
}

function isTriangle(x: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) if (x[i * n + j] !== 0) return false
  return true
}
