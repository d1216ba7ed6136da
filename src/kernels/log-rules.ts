/** The largest condition, the power and the number of nodes of each rule, by measurement. */
const RULES = [
  [150, 2, 28],
  [5e3, 2, 40],
  [1.5e6, 3, 64],
  [1.5e9, 4, 96],
  [1e24, 8, 256],
] as const

let kept: Float64Array | undefined

/**
 * Rules by which a logarithm is a sum of inverses: log x is the sum of
 * weight · (1 / (1 + node) - 1 / (x + node)), to 4e-15 times the larger of 1 and the largest
 * |log x|, where neither x nor 1 / x is above the root of twice the rule's condition.
 *
 * The integral over s from 0 to infinity of 1 / (1 + s) - 1 / (x + s) is log x. With
 * s = ((1 + t) / (1 - t))^power, t runs from -1 to 1, where Gauss and Legendre's nodes converge.
 *
 * @returns rules one after the other, shape [...]: the largest condition, ascending, the number K
 *   of nodes, a multiple of 4, K nodes, K weights; a 0 ends them
 * @see Hale, Higham & Trefethen (2008), SIAM J. Numer. Anal. 46(5):2505-2523,
 *   doi:10.1137/070700607, who choose s by elliptic functions
 */
export function logRules(): Float64Array {
  kept ??= Float64Array.from([...RULES.flatMap(ruleOf), 0])
  return kept
}

function ruleOf([condition, power, count]: (typeof RULES)[number]): number[] {
  const places = Array.from({ length: count }, (_, k) => legendrePlace(count, k))
  const nodes = places.map(({ t }) => ((1 + t) / (1 - t)) ** power)
  const weights = places.map(
    ({ t, weight }, k) => (weight * 2 * power * nodes[k]) / ((1 - t) * (1 + t)),
  )
  return [condition, count, ...nodes, ...weights]
}

/** A root of Legendre's polynomial of that degree, by Newton's method, and its weight. */
function legendrePlace(degree: number, k: number): { t: number; weight: number } {
  let t = Math.cos((Math.PI * (k + 0.75)) / (degree + 0.5))
  for (let turn = 0; turn < 10; turn++) {
    const { value, slope } = legendreAt(degree, t)
    t -= value / slope
  }
  const { slope } = legendreAt(degree, t)
  return { t, weight: 2 / ((1 - t) * (1 + t) * slope * slope) }
}

function legendreAt(degree: number, t: number): { value: number; slope: number } {
  let [before, value] = [1, t]
  for (let j = 2; j <= degree; j++) {
    ;[before, value] = [value, ((2 * j - 1) * t * value - (j - 1) * before) / j]
  }
  return { value, slope: (degree * (before - t * value)) / ((1 - t) * (1 + t)) }
}
