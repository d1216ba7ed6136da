import { pack } from './pack'
import { scratch } from './scratch'
import { addTile } from './tile'

/** Where blocks are laid out, from `scratch` on: below the first region of a room, at 1 MiB. */
const TILE: usize = 2048
const LEFT: usize = 4096
const RIGHT: usize = 262144

/** A block of the left matrix stays in a cache of 256 KiB, four columns of the right one in 16. */
const ROWS = 64
const COLUMNS = 384
const DEPTH = 256

/** Which tiles of a product are wanted. */
export const ALL = 0
/** On and below the diagonal; what is above, in tiles that lie across it, becomes arbitrary. */
export const LOWER = 1
/** On and above the diagonal; as `LOWER`. */
export const UPPER = 2

/**
 * Adds the product of two matrices to a third: c += sign · a · b. Each element gets its terms one
 * after the other, in order, wherever it stands.
 *
 * @param a element (i, k) at `i * aRow + k * aTerm` bytes, one of them 8; shape [m, depth]
 * @param b element (k, j) at `j * bColumn + k * bTerm` bytes, one of them 8; shape [depth, n]
 * @param c shape [m, n], its rows `step` bytes apart
 * @param sign 1 or -1
 * @param part `ALL`, `LOWER` or `UPPER`
 */
export function addProduct(
  m: i32,
  n: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aTerm: usize,
  b: usize,
  bColumn: usize,
  bTerm: usize,
  c: usize,
  step: usize,
  sign: f64,
  part: i32,
): void {
  for (let k = 0; k < depth; k += DEPTH) {
    const terms = min(DEPTH, depth - k)
    const ak = a + <usize>k * aTerm
    const bk = b + <usize>k * bTerm
    for (let j = 0; j < n; j += COLUMNS) {
      const wide = min(COLUMNS, n - j)
      pack(bk + <usize>j * bColumn, bColumn, bTerm, wide, terms, scratch + RIGHT, 1)
      for (let i = 0; i < m; i += ROWS) {
        const high = min(ROWS, m - i)
        if (isOutside(i, high, j, wide, part)) continue
        pack(ak + <usize>i * aRow, aRow, aTerm, high, terms, scratch + LEFT, sign)
        const to = c + <usize>i * step + (<usize>j << 3)
        addBlock(
          high, wide, terms, scratch + LEFT, scratch + RIGHT, to, step, i - j, part,
        )
      }
    }
  }
}

/**
 * A square matrix times the transpose of another: c = a · bᵀ, shape [n, n] each.
 *
 * @param part `ALL`, `LOWER` or `UPPER`
 */
export function multiplyTransposed(a: usize, b: usize, n: i32, c: usize, part: i32): void {
  const step = (<usize>n) << 3
  memory.fill(c, 0, step * <usize>n)
  addProduct(n, n, n, a, step, 8, b, step, 8, c, step, 1, part)
}

/**
 * As `addProduct`, of matrices that are packed already.
 *
 * @param a shape [ceil(m / 4), depth, 4]
 * @param b shape [ceil(n / 4), depth, 4]
 */
export function addPacked(
  m: i32,
  n: i32,
  depth: i32,
  a: usize,
  b: usize,
  c: usize,
  step: usize,
  part: i32,
): void {
  const row = (<usize>depth) << 3
  for (let k = 0; k < depth; k += DEPTH) {
    const terms = min(DEPTH, depth - k)
    const skip = (<usize>k) << 5
    for (let i = 0; i < m; i += ROWS) {
      const high = min(ROWS, m - i)
      for (let j = 0; j < n; j += 4) {
        const wide = min(4, n - j)
        if (isOutside(i, high, j, wide, part)) continue
        addColumn(
          high, wide, terms, a + <usize>i * row + skip, row << 2, b + <usize>j * row + skip,
          c + <usize>i * step + (<usize>j << 3), step, i - j, part,
        )
      }
    }
  }
}

function isOutside(i: i32, high: i32, j: i32, wide: i32, part: i32): bool {
  return part === LOWER ? j >= i + high : part === UPPER && j + wide <= i
}

/** All tiles of a block whose first row lies `down` below its first column. */
function addBlock(
  high: i32,
  wide: i32,
  terms: i32,
  a: usize,
  b: usize,
  c: usize,
  step: usize,
  down: i32,
  part: i32,
): void {
  const panel = (<usize>terms) << 5
  for (let j = 0; j < wide; j += 4) {
    addColumn(high, min(4, wide - j), terms, a, panel, b, c + (<usize>j << 3), step, down - j, part)
    b += panel
  }
}

/** The tiles of four columns; the panels of a lie `panel` bytes apart. */
function addColumn(
  high: i32,
  wide: i32,
  terms: i32,
  a: usize,
  panel: usize,
  b: usize,
  c: usize,
  step: usize,
  down: i32,
  part: i32,
): void {
  let i = 0
  if (part === LOWER && down < 0) i = (-down) & ~3
  if (part === UPPER) high = min(high, 4 - down)
  a += (<usize>(i >> 2)) * panel
  c += <usize>i * step
  for (; i < high; i += 4) {
    if (i + 3 < high && wide === 4) addTile(terms, a, b, c, step)
    else addCorner(min(4, high - i), wide, terms, a, b, c, step)
    a += panel
    c += step << 2
  }
}

/** A tile that is not whole: done beside, on four by four. */
function addCorner(
  high: i32,
  wide: i32,
  terms: i32,
  a: usize,
  b: usize,
  c: usize,
  step: usize,
): void {
  const tile = scratch + TILE
  memory.fill(tile, 0, 128)
  const size = (<usize>wide) << 3
  for (let r = 0; r < high; r++) memory.copy(tile + (r << 5), c + <usize>r * step, size)
  addTile(terms, a, b, tile, 32)
  for (let r = 0; r < high; r++) memory.copy(c + <usize>r * step, tile + (r << 5), size)
}
