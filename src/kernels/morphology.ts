import type { GridShape } from './fit-grid.ts'

/**
 * Takes from a mask the voxels that have a neighbour outside, again and again; beyond the edges of
 * the volume is outside. Neighbours share a face.
 *
 * @param mask shape [Z, Y, X], x fastest, 1 inside
 * @param turns how often
 * @returns shape [Z, Y, X], a new array
 * @see scipy.ndimage.binary_erosion
 */
export function erode(mask: Uint8Array, shape: GridShape, turns: number): Uint8Array {
  return grown(mask, shape, turns, { from: 0, edge: true })
}

/**
 * Adds to a mask the voxels that have a neighbour inside, again and again.
 *
 * @param mask shape [Z, Y, X], x fastest, 1 inside
 * @param turns how often
 * @returns shape [Z, Y, X], a new array
 * @see scipy.ndimage.binary_dilation
 */
export function dilate(mask: Uint8Array, shape: GridShape, turns: number): Uint8Array {
  return grown(mask, shape, turns, { from: 1, edge: false })
}

/**
 * Keeps of a mask the largest set of voxels that hang together by faces; of equal ones that which
 * comes first in the order of x, then y, then z.
 *
 * @param mask shape [Z, Y, X], x fastest, 1 inside
 * @returns shape [Z, Y, X], a new array; empty for an empty mask
 * @see nilearn.image.largest_connected_component_img
 */
export function largestComponent(mask: Uint8Array, shape: GridShape): Uint8Array {
  const [nx, ny, nz] = shape
  const seen = new Uint8Array(mask.length)
  let largest: number[] = []
  for (let x = 0; x < nx; x++) {
    for (let y = 0; y < ny; y++) {
      for (let z = 0; z < nz; z++) {
        const start = x + nx * (y + ny * z)
        if (!mask[start] || seen[start]) continue
        const found = component(mask, seen, start, shape)
        if (found.length > largest.length) largest = found
      }
    }
  }
  const out = new Uint8Array(mask.length)
  for (const v of largest) out[v] = 1
  return out
}

function component(mask: Uint8Array, seen: Uint8Array, start: number, shape: GridShape): number[] {
  const found = [start]
  seen[start] = 1
  for (let i = 0; i < found.length; i++) {
    eachNeighbour(found[i], shape, (other) => {
      if (!mask[other] || seen[other]) return
      seen[other] = 1
      found.push(other)
    })
  }
  return found
}

/** Voxels of the value `from` spread to their neighbours. */
function grown(
  mask: Uint8Array,
  shape: GridShape,
  turns: number,
  { from, edge }: { from: 0 | 1; edge: boolean },
): Uint8Array {
  let old = mask.map((value) => (value ? 1 : 0))
  for (let turn = 0; turn < turns; turn++) {
    const next = old.slice()
    for (let v = 0; v < old.length; v++) {
      if (old[v] === from) continue
      const count = eachNeighbour(v, shape, (other) => {
        if (old[other] === from) next[v] = from
      })
      if (edge && count < 6) next[v] = from
    }
    old = next
  }
  return old
}

/** Calls `visit` with each voxel that shares a face; says how many there are. */
function eachNeighbour(v: number, [nx, ny, nz]: GridShape, visit: (v: number) => void): number {
  const x = v % nx
  const y = Math.floor(v / nx) % ny
  const z = Math.floor(v / (nx * ny))
  let count = 0
  const go = (isThere: boolean, other: number) => {
    if (!isThere) return
    count++
    visit(other)
  }
  go(x > 0, v - 1)
  go(x < nx - 1, v + 1)
  go(y > 0, v - nx)
  go(y < ny - 1, v + nx)
  go(z > 0, v - nx * ny)
  go(z < nz - 1, v + nx * ny)
  return count
}
