/**
 * How little of a signal follows from what was before: minus the logarithm of the share of pairs of
 * stretches that agree in `order` samples and also agree in the next.
 *
 * Stretches agree when no sample differs by more than the tolerance. Takes T² steps. A value that
 * is not finite gives NaN; when no pair agrees in one more sample the entropy is infinite.
 *
 * @param x shape [T]
 * @param order samples of a stretch, from 1
 * @param tolerance in the unit of x
 * @returns in nats; NaN when no two stretches agree at all
 * @see Richman & Moorman (2000), Am. J. Physiol. Heart Circ. Physiol. 278(6):H2039-H2049,
 *   doi:10.1152/ajpheart.2000.278.6.H2039; `antropy.sample_entropy`
 */
export function sampleEntropy(x: ArrayLike<number>, order: number, tolerance: number): number {
  const stretches = x.length - order
  for (let t = 0; t < x.length; t++) if (x[t] * 0 !== 0) return Number.NaN
  let [agree, stay] = [0, 0]
  for (let a = 0; a < stretches; a++) {
    for (let b = a + 1; b < stretches; b++) {
      let k = 0
      while (k < order && Math.abs(x[a + k] - x[b + k]) <= tolerance) k++
      if (k < order) continue
      agree++
      if (Math.abs(x[a + order] - x[b + order]) <= tolerance) stay++
    }
  }
  return Math.abs(Math.log(agree / stay))
}
