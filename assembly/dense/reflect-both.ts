import { addProduct, ALL, LOWER, UPPER } from './product'
import { triangleOf } from './reflection'

/** Columns that are multiplied together: of these the diagonal blocks are made whole. */
const COLUMNS = 64

/** How many reflections are applied at once. */
const PANEL = 16

/**
 * Multiplies a symmetric matrix by reflections from both sides: a = q · a · qᵀ with
 * q = h(0) · ... · h(n - 2), where h(k) leaves the first k + 1 rows alone. A panel of reflections
 * 1 - uᵀ t u takes uᵀ w + wᵀ u from the matrix, w = z - z uᵀ tᵀ u / 2 and z = t u a.
 *
 * @param a shape [n, n]; its upper triangle is read and becomes the result
 * @param reflectors reflector k in row k from column k + 1 on, shape [n, n], as `tridiagonal` leaves
 *   them
 * @param scale shape [n - 1]
 * @param work room for [80, n] and 768 of f64
 */
export function reflectBoth(a: usize, n: i32, reflectors: usize, scale: usize, work: usize): void {
  for (let from = ((n - 2) / PANEL) * PANEL; from >= 0; from -= PANEL) {
    const wide = min(PANEL, n - 1 - from)
    if (wide > 0) reflectPanel(a, n, reflectors, scale, from, wide, work)
  }
}

/** Applies reflections from..from + wide. */
function reflectPanel(
  a: usize,
  n: i32,
  reflectors: usize,
  scale: usize,
  from: i32,
  wide: i32,
  work: usize,
): void {
  const step = (<usize>n) << 3
  const size = (<usize>wide) << 3
  const first = from + 1
  const skip = (<usize>first) << 3
  const rest = n - first
  const left = work
  const right = left + <usize>(2 * wide) * step
  const turned = right + <usize>(2 * wide) * step
  const inners = turned + <usize>wide * step
  const t = inners + <usize>wide * size
  const inside = t + <usize>wide * size
  memory.fill(left, 0, 5 * <usize>wide * step + 3 * <usize>wide * size)
  for (let r = 0; r < wide; r++) {
    const blank = skip + ((<usize>r) << 3)
    const source = reflectors + <usize>(from + r) * step + blank
    memory.copy(left + <usize>r * step + blank, source, step - blank)
  }
  const u = left + skip
  addProduct(wide, wide, rest, u, step, 8, u, step, 8, inners, size, 1, LOWER)
  triangleOf(inners, scale + ((<usize>from) << 3), wide, t)
  addProduct(wide, first, rest, u, step, 8, a + skip, step, 8, turned, step, 1, ALL)
  timesSymmetric(a, n, first, left, wide, turned)
  const w = left + <usize>wide * step
  addProduct(wide, n, wide, t, size, 8, turned, 8, step, w, step, 1, ALL)
  memory.fill(inners, 0, <usize>wide * size)
  addProduct(wide, wide, rest, w + skip, step, 8, u, step, 8, inners, size, 1, ALL)
  addProduct(wide, wide, wide, inners, size, 8, t, size, 8, inside, size, 1, ALL)
  for (let k: usize = 0; k < <usize>wide * size; k += 8) {
    f64.store(inside + k, 0.5 * f64.load(inside + k))
  }
  addProduct(wide, rest, wide, inside, size, 8, u, 8, step, w + skip, step, -1, ALL)
  memory.copy(right, w, <usize>wide * step)
  memory.copy(right + <usize>wide * step, left, <usize>wide * step)
  addProduct(first, rest, wide, w, 8, step, u, 8, step, a + skip, step, -1, ALL)
  addProduct(
    rest, rest, 2 * wide, u, 8, step, right + skip, 8, step, a + <usize>first * (step + 8), step,
    -1, UPPER,
  )
}

/** Adds u · a to `out`, from column `first` on, where u has its elements there. */
function timesSymmetric(a: usize, n: i32, first: i32, u: usize, wide: i32, out: usize): void {
  const step = (<usize>n) << 3
  const above = a + <usize>first * step
  for (let j = first; j < n; j += COLUMNS) {
    const some = min(COLUMNS, n - j)
    const skip = (<usize>j) << 3
    const block = a + <usize>j * (step + 8)
    mirror(block, some, step)
    addProduct(
      wide, some, j - first, u + ((<usize>first) << 3), step, 8, above + skip, 8, step, out + skip,
      step, 1, ALL,
    )
    addProduct(wide, some, n - j, u + skip, step, 8, block, step, 8, out + skip, step, 1, ALL)
  }
}

/** Copies the upper triangle of a block to the lower one. */
function mirror(block: usize, n: i32, step: usize): void {
  for (let i = 0; i < n; i++) {
    const row = block + <usize>i * step
    for (let j = i + 1; j < n; j++) {
      f64.store(block + <usize>j * step + (<usize>i << 3), f64.load(row + (<usize>j << 3)))
    }
  }
}
