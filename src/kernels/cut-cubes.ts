import { unset32 } from './recycling.ts'

type Sides = readonly [number, number, number]

/**
 * Cuts volumes into cubes, or boxes, that follow each other along x, y, z without overlap.
 *
 * @param x volumes, shape [R, T, z, y, x], x fastest; copied bit for bit
 * @param times T
 * @param grid voxels along x, y, z
 * @param size voxels of a box along x, y, z
 * @returns shape [R, boxes, T, voxels of a box], boxes and voxels with x fastest
 * @throws {RangeError} the boxes do not fill the volumes, or `x` is no whole number of rows
 */
export function cutCubes(x: Float32Array, times: number, grid: Sides, size: Sides): Float32Array {
  const [nx, ny, nz] = grid.map((n, axis) => n / size[axis])
  const voxels = grid[0] * grid[1] * grid[2]
  const isWhole = [nx, ny, nz].every(Number.isInteger) && x.length % (voxels * times) === 0
  if (!isWhole) throw new RangeError(`boxes of ${size.join()} in ${grid.join()}`)
  const depth = size[0] * size[1] * size[2]
  const out = unset32(x.length)
  for (let volume = 0; volume < x.length / voxels; volume++) {
    const row = Math.floor(volume / times)
    const time = volume % times
    for (let line = 0; line < grid[1] * grid[2]; line++) {
      const [y, z] = [line % grid[1], Math.floor(line / grid[1])]
      const from = volume * voxels + line * grid[0]
      const inner = size[0] * ((y % size[1]) + size[1] * (z % size[2]))
      const first = nx * (Math.floor(y / size[1]) + ny * Math.floor(z / size[2]))
      for (let b = 0; b < nx; b++) {
        const token = (row * nx * ny * nz + first + b) * times + time
        const at = from + b * size[0]
        out.set(x.subarray(at, at + size[0]), token * depth + inner)
      }
    }
  }
  return out
}
