/**
 * Sums factors times Legendre polynomials of degree 1, 2, ... at each x, by Bonnet's recursion,
 * eight at a time.
 *
 * @param x f64, shape [count]
 * @param count a multiple of 8
 * @param factors f64, shape [terms]
 * @param sums f64, shape [count]
 */
export function legendreSums(x: usize, count: i32, factors: usize, terms: i32, sums: usize): void {
  const end = x + ((<usize>count) << 3)
  while (x < end) {
    let now0 = v128.load(x)
    let now1 = v128.load(x, 16)
    let now2 = v128.load(x, 32)
    let now3 = v128.load(x, 48)
    let before0 = f64x2.splat(1)
    let before1 = before0
    let before2 = before0
    let before3 = before0
    let sum0 = f64x2.splat(0)
    let sum1 = sum0
    let sum2 = sum0
    let sum3 = sum0
    for (let n = 1; n <= terms; n++) {
      const factor = v128.load64_splat(factors + ((<usize>n - 1) << 3))
      sum0 = f64x2.add(sum0, f64x2.mul(factor, now0))
      sum1 = f64x2.add(sum1, f64x2.mul(factor, now1))
      sum2 = f64x2.add(sum2, f64x2.mul(factor, now2))
      sum3 = f64x2.add(sum3, f64x2.mul(factor, now3))
      const next0 = next(n, v128.load(x), now0, before0)
      const next1 = next(n, v128.load(x, 16), now1, before1)
      const next2 = next(n, v128.load(x, 32), now2, before2)
      const next3 = next(n, v128.load(x, 48), now3, before3)
      before0 = now0
      before1 = now1
      before2 = now2
      before3 = now3
      now0 = next0
      now1 = next1
      now2 = next2
      now3 = next3
    }
    v128.store(sums, sum0)
    v128.store(sums, sum1, 16)
    v128.store(sums, sum2, 32)
    v128.store(sums, sum3, 48)
    x += 64
    sums += 64
  }
}

/** The polynomial of degree n + 1 from those of degree n and n - 1. */
@inline
function next(n: i32, x: v128, now: v128, before: v128): v128 {
  const odd = f64x2.splat(<f64>(2 * n + 1))
  const up = f64x2.mul(f64x2.mul(odd, x), now)
  return f64x2.div(f64x2.sub(up, f64x2.mul(f64x2.splat(<f64>n), before)), f64x2.splat(<f64>(n + 1)))
}
