/** What brings each column to mean 0 and deviation 1. */
export interface ColumnScaling {
  /** Shape [D] each; a column that is constant has a deviation of 1. */
  readonly means: Float64Array
  readonly deviations: Float64Array
}

/**
 * Finds mean and standard deviation (divided by R) of each column.
 *
 * @param x shape [R, D], finite
 * @see sklearn.preprocessing.StandardScaler
 */
export function columnScaling(x: Float64Array, cols: number): ColumnScaling {
  const rows = x.length / cols
  const means = new Float64Array(cols)
  const deviations = new Float64Array(cols)
  for (let i = 0; i < x.length; i++) means[i % cols] += x[i] / rows
  for (let i = 0; i < x.length; i++) deviations[i % cols] += (x[i] - means[i % cols]) ** 2 / rows
  for (let d = 0; d < cols; d++) {
    const rounding = 1e-14 * Math.abs(means[d])
    const deviation = Math.sqrt(deviations[d])
    deviations[d] = deviation > rounding && deviation > 0 ? deviation : 1
  }
  return { means, deviations }
}

/** The columns of x, shape [R, D], less their means and over their deviations, a new array. */
export function scaledColumns(x: Float64Array, { means, deviations }: ColumnScaling): Float64Array {
  const out = new Float64Array(x.length)
  const cols = means.length
  for (let from = 0; from < x.length; from += cols) {
    for (let d = 0; d < cols; d++) out[from + d] = (x[from + d] - means[d]) / deviations[d]
  }
  return out
}
