import { type Complex, divide, plus, times } from './complex.ts'

/** Steps after which the roots are taken as they are; a few dozen are usual. */
const MOST = 500

/**
 * Finds all roots of a polynomial at once (Durand and Kerner).
 *
 * @param coefficients shape [N + 1], of the highest power first, which is not 0
 * @returns N roots, in no order; roots that lie together are right to about the root of 1e-16
 * @throws {RangeError} the first coefficient is 0, or one is not finite
 * @see Kerner (1966), Numer. Math. 8:290-294, doi:10.1007/BF02162564; `numpy.roots`
 */
export function polynomialRoots(coefficients: Float64Array): Complex[] {
  const [first] = coefficients
  if (!(Math.abs(first) > 0) || !coefficients.every(Number.isFinite)) {
    throw new RangeError(`no polynomial: ${coefficients.join(', ')}`)
  }
  const degree = coefficients.length - 1
  const monic = Array.from(coefficients, (c) => ({ re: c / first, im: 0 }))
  const reach = 1 + Math.max(...monic.slice(1).map(({ re }) => Math.abs(re)), 0)
  let roots = Array.from({ length: degree }, (_, k): Complex => {
    const angle = (2 * Math.PI * k) / degree + 0.4
    const size = Math.min(reach, 1.1)
    return { re: size * Math.cos(angle), im: size * Math.sin(angle) }
  })
  for (let step = 0; step < MOST; step++) {
    let moved = 0
    roots = roots.map((root, k) => {
      const value = monic.reduce((sum, c) => plus(times(sum, root), c), { re: 0, im: 0 })
      const apart = roots.reduce(
        (product, other, j) =>
          j === k ? product : times(product, { re: root.re - other.re, im: root.im - other.im }),
        { re: 1, im: 0 },
      )
      const change = divide(value, apart)
      moved = Math.max(moved, Math.hypot(change.re, change.im))
      return { re: root.re - change.re, im: root.im - change.im }
    })
    if (moved < 1e-15) break
  }
  return roots
}

/** The polynomial with these roots, its real part, shape [N + 1], the first coefficient 1. */
export function polynomialOf(roots: readonly Complex[]): Float64Array {
  let coefficients: Complex[] = [{ re: 1, im: 0 }]
  for (const root of roots) {
    const minus = { re: -root.re, im: -root.im }
    const shifted = [...coefficients, { re: 0, im: 0 }]
    coefficients = shifted.map((c, i) => (i === 0 ? c : plus(c, times(coefficients[i - 1], minus))))
  }
  return Float64Array.from(coefficients, ({ re }) => re)
}
