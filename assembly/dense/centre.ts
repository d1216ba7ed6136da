/**
 * Takes the mean from each of four rows of f32 and lays them out as a panel of f64; adds up what
 * an autoregression needs of them. Sums run over the row in order.
 *
 * @param x shape [4, samples], row after row
 * @param out shape [samples, 4]
 * @param sums of each row the mean, the squares, the products with the value before, and the last
 *   value, all but the first of the row without its mean; shape [4 sums, 4 rows]
 */
export function centreFour(x: usize, samples: i32, out: usize, sums: usize): void {
  const row = <usize>samples << 2
  const count = f64x2.splat(<f64>samples)
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  for (let t: usize = 0; t < row; t += 4) {
    const four = column(x + t, row)
    a = f64x2.add(a, f64x2.promote_low_f32x4(four))
    b = f64x2.add(b, f64x2.promote_low_f32x4(high(four)))
  }
  const meanA = f64x2.div(a, count)
  const meanB = f64x2.div(b, count)
  let squaresA = f64x2.splat(0)
  let squaresB = f64x2.splat(0)
  let laggedA = f64x2.splat(0)
  let laggedB = f64x2.splat(0)
  a = f64x2.splat(0)
  b = f64x2.splat(0)
  for (let t: usize = 0; t < row; t += 4) {
    const four = column(x + t, row)
    const ownA = f64x2.sub(f64x2.promote_low_f32x4(four), meanA)
    const ownB = f64x2.sub(f64x2.promote_low_f32x4(high(four)), meanB)
    squaresA = f64x2.add(squaresA, f64x2.mul(ownA, ownA))
    squaresB = f64x2.add(squaresB, f64x2.mul(ownB, ownB))
    laggedA = f64x2.add(laggedA, f64x2.mul(ownA, a))
    laggedB = f64x2.add(laggedB, f64x2.mul(ownB, b))
    v128.store(out, ownA)
    v128.store(out, ownB, 16)
    out += 32
    a = ownA
    b = ownB
  }
  v128.store(sums, meanA)
  v128.store(sums, meanB, 16)
  v128.store(sums, squaresA, 32)
  v128.store(sums, squaresB, 48)
  v128.store(sums, laggedA, 64)
  v128.store(sums, laggedB, 80)
  v128.store(sums, a, 96)
  v128.store(sums, b, 112)
}

/** One sample of four rows. */
// @ts-ignore: decorator
@inline
function column(x: usize, row: usize): v128 {
  let four = v128.load32_zero(x)
  four = v128.load32_lane(x + row, four, 1)
  four = v128.load32_lane(x + 2 * row, four, 2)
  return v128.load32_lane(x + 3 * row, four, 3)
}

/** The upper two of four f32, below. */
// @ts-ignore: decorator
@inline
function high(four: v128): v128 {
  return i32x4.shuffle(four, four, 2, 3, 2, 3)
}
