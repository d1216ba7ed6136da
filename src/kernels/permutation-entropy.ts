/**
 * The entropy of the orders in which neighbouring samples lie, as a share of the largest possible.
 *
 * Equal samples are ordered by their place. A value that is not finite gives NaN.
 *
 * @param x shape [T]
 * @param order samples that are compared at a time, 2 to 7
 * @param delay samples from one of them to the next, from 1
 * @returns 0 for a signal that only rises, up to 1 for noise; NaN when T is too short for one order
 * @see Bandt & Pompe (2002), Phys. Rev. Lett. 88:174102, doi:10.1103/PhysRevLett.88.174102;
 *   `antropy.perm_entropy` with normalize=True
 */
export function permutationEntropy(x: ArrayLike<number>, order: number, delay: number): number {
  const rows = x.length - (order - 1) * delay
  if (rows < 1) return Number.NaN
  const counts = new Float64Array(order ** order)
  for (let t = 0; t < rows; t++) {
    let code = 0
    for (let i = 0; i < order; i++) {
      const value = x[t + i * delay]
      if (value * 0 !== 0) return Number.NaN
      let rank = 0
      for (let j = 0; j < order; j++) {
        const other = x[t + j * delay]
        if (other < value || (other === value && j < i)) rank++
      }
      code = code * order + rank
    }
    counts[code]++
  }
  let entropy = 0
  for (const count of counts) if (count > 0) entropy -= (count / rows) * Math.log(count / rows)
  return Math.abs(entropy / logFactorial(order))
}

function logFactorial(n: number): number {
  let sum = 0
  for (let k = 2; k <= n; k++) sum += Math.log(k)
  return sum
}
