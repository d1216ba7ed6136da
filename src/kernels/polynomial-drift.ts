/**
 * Makes polynomials of time up to a degree, each without what the lower ones give.
 *
 * Time runs from 0 to 1 over the samples; the constant is taken from each but is no row of its
 * own. Rows are not scaled to a common length.
 *
 * @param samples T, at least 2
 * @param degree highest power, 0 or above; 0 gives an empty array
 * @returns shape [degree, T]
 * @throws {RangeError} the degree is not below T
 * @see nilearn.glm.first_level.make_first_level_design_matrix with drift_model='polynomial'
 */
export function polynomialDrift(samples: number, degree: number): Float64Array {
  if (!(degree < samples)) throw new RangeError(`degree ${degree} with ${samples} samples`)
  const rows = [new Float64Array(samples).fill(1)]
  for (let k = 1; k <= degree; k++) {
    const row = Float64Array.from({ length: samples }, (_, t) => (t / (samples - 1)) ** k)
    for (let turn = 0; turn < 2; turn++) {
      for (const lower of rows) {
        const amount = product(row, lower) / product(lower, lower)
        for (let t = 0; t < samples; t++) row[t] -= amount * lower[t]
      }
    }
    rows.push(row)
  }
  const out = new Float64Array(degree * samples)
  for (let k = 1; k <= degree; k++) out.set(rows[k], (k - 1) * samples)
  return out
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t]
  return sum
}
