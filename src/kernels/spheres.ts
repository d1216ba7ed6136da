/** Points within a radius of each centre i: `points[starts[i] .. starts[i + 1])`. */
export interface Spheres {
  /** Shape [N + 1]. */
  readonly starts: Int32Array
  /** Places of points, ascending in each sphere. */
  readonly points: Int32Array
}

/**
 * Finds the points within a radius of each point, itself and those at the radius included.
 *
 * Points are put into boxes as wide as the radius, so that only neighbouring boxes are searched.
 * Distances are compared with a slack of 1e-9 of the radius, for rounding.
 *
 * @param mm places, shape [N, 3], finite
 * @param radiusMm 0 or above; with 0 a sphere is its centre
 * @see `sklearn.neighbors.NearestNeighbors.radius_neighbors_graph`
 */
export function spheres(mm: Float64Array, radiusMm: number): Spheres {
  const count = mm.length / 3
  const width = radiusMm > 0 ? radiusMm * (1 + 1e-9) : 1
  const boxes = new Map<string, number[]>()
  const boxOf = (i: number, axis: number) => Math.floor(mm[3 * i + axis] / width)
  for (let i = 0; i < count; i++) {
    const name = `${boxOf(i, 0)},${boxOf(i, 1)},${boxOf(i, 2)}`
    const inside = boxes.get(name)
    if (inside) inside.push(i)
    else boxes.set(name, [i])
  }
  const starts = new Int32Array(count + 1)
  const points: number[] = []
  const limit = (radiusMm * (1 + 1e-9)) ** 2
  for (let i = 0; i < count; i++) {
    const own: number[] = []
    const [x, y, z] = [boxOf(i, 0), boxOf(i, 1), boxOf(i, 2)]
    for (let n = 0; n < 27; n++) {
      const [a, b, c] = [n % 3, Math.floor(n / 3) % 3, Math.floor(n / 9)]
      const name = `${x + a - 1},${y + b - 1},${z + c - 1}`
      for (const j of boxes.get(name) ?? []) if (squaredMm(mm, i, j) <= limit) own.push(j)
    }
    own.sort((a, b) => a - b)
    for (const j of own) points.push(j)
    starts[i + 1] = points.length
  }
  return { starts, points: Int32Array.from(points) }
}

function squaredMm(mm: Float64Array, i: number, j: number): number {
  const x = mm[3 * i] - mm[3 * j]
  const y = mm[3 * i + 1] - mm[3 * j + 1]
  const z = mm[3 * i + 2] - mm[3 * j + 2]
  return x * x + y * y + z * z
}
