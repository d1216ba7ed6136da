/**
 * Finds the point whose sum of distances to others is least, by Weiszfeld's steps.
 *
 * @param points shape [N, D], finite, N at least 1
 * @param dimensions D
 * @param tolerance ends when a step is shorter, in the unit of the points
 * @returns shape [D]
 * @see Vardi & Zhang (2000), PNAS 97(4):1423-1426, doi:10.1073/pnas.97.4.1423
 */
export function geometricMedian(
  points: Float64Array,
  dimensions: number,
  tolerance = 1e-5,
): Float64Array {
  const count = points.length / dimensions
  let y = weightedMean(points, new Float64Array(count).fill(1), dimensions)
  for (let step = 0; step < 500; step++) {
    const distances = distancesTo(points, y)
    const weights = distances.map((distance) => (distance === 0 ? 0 : 1 / distance))
    const zeros = distances.filter((distance) => distance === 0).length
    if (zeros === count) return y
    const sum = weights.reduce((a, b) => a + b, 0)
    const target = weightedMean(points, weights, dimensions)
    let pull = 0
    for (let d = 0; d < dimensions; d++) pull += ((target[d] - y[d]) * sum) ** 2
    const stay = zeros === 0 || pull === 0 ? 0 : Math.min(1, zeros / Math.sqrt(pull))
    const before = y
    const next = target.map((value, d) => (1 - stay) * value + stay * before[d])
    const moved = Math.sqrt(next.reduce((total, value, d) => total + (value - before[d]) ** 2, 0))
    y = next
    if (moved < tolerance) break
  }
  return y
}

function distancesTo(points: Float64Array, y: Float64Array): Float64Array {
  const out = new Float64Array(points.length / y.length)
  for (let i = 0; i < out.length; i++) {
    let sum = 0
    for (let d = 0; d < y.length; d++) sum += (points[i * y.length + d] - y[d]) ** 2
    out[i] = Math.sqrt(sum)
  }
  return out
}

function weightedMean(points: Float64Array, weights: Float64Array, dimensions: number) {
  const out = new Float64Array(dimensions)
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]
    for (let d = 0; d < dimensions; d++) out[d] += weights[i] * points[i * dimensions + d]
  }
  return out.map((value) => value / sum)
}
