import { eigenSymmetric } from './eigen-symmetric.ts'
import { gram, multiply } from './multiply.ts'
import { panels } from './panels.ts'

/**
 * Finds the time courses of maps that overlap: those that explain each scan best, by least squares.
 *
 * A voxel of a map that is not finite makes its scan NaN. Where maps depend on each other, the
 * smallest solution is taken (eigenvalues below 1e-12 of the largest count as 0).
 *
 * @param voxels scans, shape [T, V]
 * @param maps shape [K, V]
 * @param size V
 * @returns shape [K, T]
 * @throws {RangeError} V does not divide the lengths
 * @see nilearn.maskers.NiftiMapsMasker, where such a voxel counts as 0
 */
export function mapSeries(voxels: Float32Array, maps: Float32Array, size: number): Float32Array {
  const count = maps.length / size
  const scans = voxels.length / size
  if (!Number.isInteger(count) || !Number.isInteger(scans)) {
    throw new RangeError(`${voxels.length} and ${maps.length} values, not volumes of ${size}`)
  }
  const used = usedVoxels(maps, size)
  const rows = panels(chosen(maps, size, used), count, used.length)
  const inverse = pseudoInverse(gram(rows), count)
  const out = new Float32Array(count * scans)
  for (let t = 0; t < scans; t++) {
    const scan = chosen(voxels.subarray(t * size, (t + 1) * size), size, used)
    const shares = multiply(rows, panels(scan, 1, used.length))
    for (let k = 0; k < count; k++) {
      let sum = 0
      for (let j = 0; j < count; j++) sum += inverse[k * count + j] * shares[j]
      out[k * scans + t] = sum
    }
  }
  return out
}

/** Indices of the voxels that lie in a map. */
function usedVoxels(maps: Float32Array, size: number): Int32Array {
  const isUsed = new Uint8Array(size)
  for (let i = 0; i < maps.length; i++) if (maps[i] !== 0) isUsed[i % size] = 1
  const used: number[] = []
  for (let v = 0; v < size; v++) if (isUsed[v]) used.push(v)
  return Int32Array.from(used)
}

/** The used voxels of each volume. */
function chosen(x: Float32Array, size: number, used: Int32Array): Float64Array {
  const rows = x.length / size
  const out = new Float64Array(rows * used.length)
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < used.length; i++) {
      out[r * used.length + i] = x[r * size + used[i]]
    }
  }
  return out
}

function pseudoInverse(a: Float64Array, n: number): Float64Array {
  const { values, vectors } = eigenSymmetric(a, n)
  const limit = 1e-12 * values[n - 1]
  const out = new Float64Array(n * n)
  for (let k = 0; k < n; k++) {
    if (!(values[k] > limit)) continue
    for (let i = 0; i < n; i++) {
      const left = vectors[i * n + k] / values[k]
      for (let j = 0; j < n; j++) out[i * n + j] += left * vectors[j * n + k]
    }
  }
  return out
}
