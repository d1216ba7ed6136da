import type { CrewRoom } from './crew.ts'
import { logRules } from './log-rules.ts'
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
  /** The smallest eigenvalue of w · c · wᵀ, to a millionth. */
  readonly least: number
  /** The largest one. */
  readonly most: number
  /** Its logarithm, shape [N, N], exactly symmetric; a view that ends with the call. */
  readonly log: Float64Array
}

/**
 * Takes the logarithms of whitened matrices, log(w · c · wᵀ), on all threads that are free.
 *
 * No eigenvectors: the logarithm of the tridiagonal form is a sum of its inverses (`logRules`), to
 * which reflections are applied from both sides. A matrix that is not positive definite, not
 * finite, or of a condition above 1e24, has a logarithm of NaN.
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
  const rules = logRules()
  const sizes = [8 * size, 8 * most * size, 16 * most, JOBS * own, rules.byteLength]
  inCrewRoom(sizes, (room) => {
    room.f64.set(whiten, room.at[0] / 8)
    room.f64.set(rules, room.at[4] / 8)
    for (let from = 0; from < rows; from += most) {
      const count = Math.min(most, rows - from)
      room.f64.set(matrices.subarray(from * size, (from + count) * size), room.at[1] / 8)
      takeLogs({ room, n, count, own, isLower })
      for (let r = 0; r < count; r++) {
        const [at, end] = [room.at[1] / 8 + r * size, room.at[2] / 8 + 2 * r]
        const [least, most] = room.f64.subarray(end, end + 2)
        take({ row: from + r, least, most, log: room.f64.subarray(at, at + size) })
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

/** Puts logarithms in place of the matrices of a portion. */
function takeLogs({ room, n, count, own, isLower }: Task): void {
  const [whiten, matrices, ends, works, rules] = room.at
  const each = Math.ceil(count / JOBS)
  const jobs = Array.from({ length: Math.ceil(count / each) }, (_, j) => {
    const c = matrices + 8 * j * each * n * n
    const some = [c, Math.min(each, count - j * each), n]
    return [...some, whiten, isLower, ends + 16 * j * each, rules, works + j * own]
  })
  room.each('whitenedLogs', jobs)
}

function isTriangle(x: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) if (x[i * n + j] !== 0) return false
  return true
}
