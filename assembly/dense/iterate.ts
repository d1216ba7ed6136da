import { rotateRows } from './vector'

/**
 * Makes a small symmetric tridiagonal matrix diagonal by implicit QR with Wilkinson's shift; each
 * rotation goes to the vectors at once, which stay in the nearest cache.
 *
 * See Golub & Van Loan (2013), Matrix Computations, 4th ed., section 8.3.
 *
 * @param d the diagonal, shape [n]; becomes the eigenvalues, in no order
 * @param e beside the diagonal, shape [n - 1]; becomes zeros
 * @param x receives an eigenvector in each row, shape [n, n], rows `step` bytes apart, zeros before
 */
export function iterate(d: usize, e: usize, n: i32, x: usize, step: usize): void {
  for (let i = 0; i < n; i++) f64.store(x + <usize>i * (step + 8), 1)
  let turns = 0
  for (let high = n - 1; high > 0; ) {
    let low = high
    while (low > 0 && !isNothing(d, e, low - 1)) low--
    if (low === high) {
      high--
      continue
    }
    if (turns++ > 60 * n) unreachable()
    sweep(d, e, low, high, x, n, step)
  }
}

function isNothing(d: usize, e: usize, k: i32): bool {
  const at = (<usize>k) << 3
  const size = Math.abs(f64.load(e + at))
  const sum = Math.abs(f64.load(d + at)) + Math.abs(f64.load(d + at, 8))
  if (size > 1e-40 && size > f64.EPSILON * sum) return false
  f64.store(e + at, 0)
  return true
}

/** One step on rows low..high, shifted by the eigenvalue of the last corner. */
function sweep(d: usize, e: usize, low: i32, high: i32, x: usize, n: i32, step: usize): void {
  const last = d + ((<usize>high) << 3)
  const corner = f64.load(e + ((<usize>(high - 1)) << 3))
  const delta = (f64.load(last - 8) - f64.load(last)) / 2
  const root = Math.sqrt(delta * delta + corner * corner)
  const shift = f64.load(last) - (corner * corner) / (delta + (delta < 0 ? -root : root))
  let p = d + ((<usize>low) << 3)
  let q = e + ((<usize>low) << 3)
  let row = x + <usize>low * step
  let g = f64.load(p) - shift
  let z = f64.load(q)
  for (let k = low; k < high; k++) {
    const r = Math.sqrt(g * g + z * z)
    const by = r > 0 ? 1 / r : 0
    const c = r > 0 ? g * by : 1
    const s = z * by
    if (k > low) f64.store(q - 8, r)
    const beside = f64.load(q)
    const t = s * (f64.load(p, 8) - f64.load(p)) + 2 * c * beside
    const moved = s * t
    f64.store(p, f64.load(p) + moved)
    f64.store(p, f64.load(p, 8) - moved, 8)
    g = c * t - beside
    f64.store(q, g)
    if (k + 1 < high) {
      z = s * f64.load(q, 8)
      f64.store(q, c * f64.load(q, 8), 8)
    }
    rotateRows(row, row + step, n, c, s)
    row += step
    p += 8
    q += 8
  }
}
