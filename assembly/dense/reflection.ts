import { addProduct, ALL } from './product'
import { inner, scaleRow } from './vector'

/** Squares below this lose digits, and are nothing beside a matrix of about 1. */
const NOTHING: f64 = 1e-280

/**
 * Replaces a row by the reflector u, u[0] = 1, of the reflection 1 - scale · u uᵀ that leaves
 * nothing of it but its first element.
 *
 * @param row shape [n], n at least 1, of a matrix whose largest element is about 1
 * @param scale receives the scale, 0 where there is nothing to do
 * @returns the first element after the reflection
 */
export function reflect(row: usize, n: i32, scale: usize): f64 {
  const first = f64.load(row)
  const rest = n > 1 ? inner(row + 8, row + 8, n - 1) : 0
  f64.store(row, 1)
  f64.store(scale, 0)
  if (rest < NOTHING) {
    if (n > 1) scaleRow(0, row + 8, n - 1)
    return first
  }
  const norm = Math.sqrt(first * first + rest)
  const to = first > 0 ? -norm : norm
  f64.store(scale, (to - first) / to)
  scaleRow(1 / (first - to), row + 8, n - 1)
  return to
}

/**
 * Multiplies rows by reflections, all of them at once: x = x · h(count - 1) · ... · h(0), or, where
 * `forwards`, x · h(0) · ... · h(count - 1).
 *
 * @param x shape [m, n], rows `xStep` bytes apart
 * @param u the reflectors, shape [count, n], rows `step` bytes apart, zeros where they have nothing
 * @param scale shape [count]
 * @param work room for [m, count] twice and [count, count] twice of f64
 */
export function reflectRows(
  x: usize,
  xStep: usize,
  m: i32,
  n: i32,
  u: usize,
  step: usize,
  count: i32,
  scale: usize,
  work: usize,
  forwards: bool,
): void {
  const size = (<usize>count) << 3
  const products = work
  const turned = products + <usize>m * size
  const inners = turned + <usize>m * size
  const t = inners + <usize>count * size
  memory.fill(work, 0, 2 * (<usize>m + <usize>count) * size)
  addProduct(count, count, n, u, step, 8, u, step, 8, inners, size, 1, ALL)
  triangleOf(inners, scale, count, t)
  addProduct(m, count, n, x, xStep, 8, u, step, 8, products, size, 1, ALL)
  const column = forwards ? 8 : size
  const term = forwards ? size : 8
  addProduct(m, count, count, products, size, 8, t, column, term, turned, size, 1, ALL)
  addProduct(m, n, count, turned, size, 8, u, 8, step, x, xStep, -1, ALL)
}

/**
 * The triangle t of h(0) · ... · h(count - 1) = 1 - uᵀ t u, upper, from the products of reflectors.
 */
export function triangleOf(inners: usize, scale: usize, count: i32, t: usize): void {
  const size = (<usize>count) << 3
  for (let j = 0; j < count; j++) {
    const by = f64.load(scale + (j << 3))
    f64.store(t + <usize>j * (size + 8), by)
    for (let i = 0; i < j; i++) {
      const row = t + <usize>i * size
      const sum = inner(row + (i << 3), inners + <usize>j * size + (i << 3), j - i)
      f64.store(row + (j << 3), -by * sum)
    }
  }
}

/**
 * Multiplies rows by any number of reflections: x = x · h(n - 1) · ... · h(0).
 *
 * @param x one vector in each row, shape [count, m], rows `xStep` bytes apart
 * @param reflectors reflector k at `k * (step + 8)`, of m - k elements; shape [n, m] where they are
 *   in rows of `step` bytes
 * @param scale shape [n]
 * @param work room for [64, m], [2, 64, count] and [2, 64, 64] of f64
 */
export function reflectEach(
  x: usize,
  xStep: usize,
  count: i32,
  m: i32,
  reflectors: usize,
  step: usize,
  n: i32,
  scale: usize,
  work: usize,
): void {
  const most = n < 256 ? 32 : 64
  for (let from = ((n - 1) / most) * most; from >= 0; from -= most) {
    const wide = min(most, n - from)
    const rest = m - from
    const size = (<usize>rest) << 3
    for (let r = 0; r < wide; r++) {
      const row = work + <usize>r * size
      const blank = (<usize>r) << 3
      memory.fill(row, 0, blank)
      memory.copy(row + blank, reflectors + <usize>(from + r) * (step + 8), size - blank)
    }
    reflectRows(
      x + ((<usize>from) << 3), xStep, count, rest, work, size, wide, scale + ((<usize>from) << 3),
      work + <usize>wide * size, false,
    )
  }
}
