/**
 * Interleaves the rows of a matrix by four, as `addTile` reads them; rows that are missing in the
 * last four become zeros.
 *
 * @param from element (row, term), at `row * rowStep + term * termStep` bytes; one step is 8
 * @param to receives shape [ceil(rows / 4), depth, 4] of f64
 * @param sign what every element is multiplied by: 1 or -1
 */
export function pack(
  from: usize,
  rowStep: usize,
  termStep: usize,
  rows: i32,
  depth: i32,
  to: usize,
  sign: f64,
): void {
  let row = 0
  for (; row + 3 < rows; row += 4) {
    if (termStep === 8) packRows(from, rowStep, depth, to, sign)
    else packTerms(from, termStep, depth, to, sign)
    from += rowStep << 2
    to += (<usize>depth) << 5
  }
  if (row < rows) packLast(from, rowStep, termStep, rows - row, depth, to, sign)
}

/** Four rows whose terms lie one after the other. */
function packRows(from: usize, step: usize, depth: i32, to: usize, sign: f64): void {
  const by = f64x2.splat(sign)
  const b = from + step
  const c = b + step
  const d = c + step
  const end = ((<usize>depth) >> 1) << 4
  let at: usize = 0
  for (; at < end; at += 16) {
    const w = f64x2.mul(v128.load(from + at), by)
    const x = f64x2.mul(v128.load(b + at), by)
    const y = f64x2.mul(v128.load(c + at), by)
    const z = f64x2.mul(v128.load(d + at), by)
    v128.store(to, i64x2.shuffle(w, x, 0, 2))
    v128.store(to, i64x2.shuffle(y, z, 0, 2), 16)
    v128.store(to, i64x2.shuffle(w, x, 1, 3), 32)
    v128.store(to, i64x2.shuffle(y, z, 1, 3), 48)
    to += 64
  }
  if (depth & 1) {
    f64.store(to, f64.load(from + at) * sign)
    f64.store(to, f64.load(b + at) * sign, 8)
    f64.store(to, f64.load(c + at) * sign, 16)
    f64.store(to, f64.load(d + at) * sign, 24)
  }
}

/** Four rows that lie side by side. */
function packTerms(from: usize, step: usize, depth: i32, to: usize, sign: f64): void {
  const by = f64x2.splat(sign)
  const end = to + ((<usize>depth) << 5)
  while (to < end) {
    v128.store(to, f64x2.mul(v128.load(from), by))
    v128.store(to, f64x2.mul(v128.load(from, 16), by), 16)
    from += step
    to += 32
  }
}

function packLast(
  from: usize,
  rowStep: usize,
  termStep: usize,
  rows: i32,
  depth: i32,
  to: usize,
  sign: f64,
): void {
  for (let k = 0; k < depth; k++) {
    let at = from
    for (let r = 0; r < 4; r++) {
      f64.store(to, r < rows ? f64.load(at) * sign : 0)
      at += rowStep
      to += 8
    }
    from += termStep
  }
}

/** Puts up to four interleaved rows back, as the inverse of `pack`. */
export function unpackRows(from: usize, to: usize, rowStep: usize, rows: i32, depth: i32): void {
  const end = ((<usize>depth) >> 1) << 4
  if (rows === 4) {
    const b = to + rowStep
    const c = b + rowStep
    const d = c + rowStep
    for (let at: usize = 0; at < end; at += 16) {
      const w = v128.load(from)
      const x = v128.load(from, 32)
      const y = v128.load(from, 16)
      const z = v128.load(from, 48)
      v128.store(to + at, i64x2.shuffle(w, x, 0, 2))
      v128.store(b + at, i64x2.shuffle(w, x, 1, 3))
      v128.store(c + at, i64x2.shuffle(y, z, 0, 2))
      v128.store(d + at, i64x2.shuffle(y, z, 1, 3))
      from += 64
    }
  }
  for (let k = rows === 4 ? depth & ~1 : 0; k < depth; k++) {
    for (let r = 0; r < rows; r++) {
      f64.store(to + <usize>r * rowStep + (<usize>k << 3), f64.load(from + (r << 3)))
    }
    from += 32
  }
}
