import { reflect, reflectRows } from './reflection'
import { rowsTimes } from './rows'
import { addRow } from './vector'

const PANEL = 32

/**
 * Brings a tall matrix to upper triangular form by reflections: the triangle takes the first places
 * of each row, and what is right of it is arbitrary.
 *
 * @param x the columns of the matrix in rows, shape [n, m], m at least n
 * @param lefts receives the reflectors, zeros before row k, shape [n, m]
 * @param scale receives the scales of the reflections, shape [n]
 * @param work room for [2, 32, n], [2, 32, 32] of f64
 */
export function triangular(
  x: usize,
  m: i32,
  n: i32,
  lefts: usize,
  scale: usize,
  work: usize,
): void {
  const step = (<usize>m) << 3
  memory.fill(lefts, 0, step * <usize>n)
  for (let from = 0; from < n; from += PANEL) {
    const wide = min(PANEL, n - from)
    const to = from + wide
    for (let k = from; k < to; k++) {
      const skip = (<usize>k) << 3
      const row = x + <usize>k * step + skip
      const u = lefts + <usize>k * step + skip
      const value = reflect(row, m - k, scale + skip)
      memory.copy(u, row, step - skip)
      f64.store(row, value)
      const by = f64.load(scale + skip)
      rowsTimes(row + step, step, to - k - 1, u, m - k, work)
      for (let r = 0; r < to - k - 1; r++) {
        addRow(-by * f64.load(work + (r << 3)), u, row + <usize>(r + 1) * step, m - k)
      }
    }
    const rest = x + <usize>to * step + ((<usize>from) << 3)
    const first = lefts + <usize>from * (step + 8)
    const scales = scale + ((<usize>from) << 3)
    if (to < n) reflectRows(rest, step, n - to, m - from, first, step, wide, scales, work, true)
  }
}
