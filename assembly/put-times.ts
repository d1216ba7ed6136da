/** Stores a pair of complex numbers times the one complex number at `w`. */
@inline
export function putTimes(to: usize, re: v128, im: v128, w: usize): void {
  const wr = v128.load64_splat(w)
  const wi = v128.load64_splat(w, 8)
  v128.store(to, f64x2.sub(f64x2.mul(re, wr), f64x2.mul(im, wi)))
  v128.store(to, f64x2.add(f64x2.mul(re, wi), f64x2.mul(im, wr)), 16)
}
