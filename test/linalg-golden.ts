import { readFileSync } from 'node:fs'
import { random } from '../src/kernels/random.ts'

/** Reads a file of `test/golden/linalg`. */
export function linalgGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`golden/linalg/${file}`, import.meta.url), 'utf8')) as T
}

/** The formula of the generator: noise around zero, exact in f32, shape [rows, cols]. */
export function hashed(rows: number, cols: number): Float64Array {
  return Float64Array.from({ length: rows * cols }, (_, at) => {
    const r = Math.floor(at / cols)
    const c = at % cols
    const noise = (r + 1) * (r + 1) * 7919 + (c + 1) * (c + 1) * 104729 + (r + 1) * (c + 3) * 31
    return (noise % 65521) / 4096 - 8
  })
}

/** Standard normal numbers of a seed. */
export function normals(length: number, seed: number): Float64Array {
  const draw = random(seed)
  return Float64Array.from({ length }, () => draw.normal())
}

/** A random symmetric matrix, shape [N, N]. */
export function symmetric(n: number, seed: number): Float64Array {
  const a = normals(n * n, seed)
  return a.map((_, i) => a[i] + a[(i % n) * n + Math.floor(i / n)])
}

/** Random positive definite matrices, shape [R, N, N]: covariances of 3 N samples. */
export function definites(rows: number, n: number, seed: number): Float64Array {
  const out = new Float64Array(rows * n * n)
  for (let r = 0; r < rows; r++) {
    const x = normals(3 * n * n, seed + 1000 * r)
    out.set(times(x, transposed(x, n), n), r * n * n)
  }
  return out
}

/** The plain product of a [N, K] and b [K, M]. */
export function times(a: ArrayLike<number>, b: ArrayLike<number>, n: number): Float64Array {
  const depth = a.length / n
  const wide = b.length / depth
  return Float64Array.from({ length: n * wide }, (_, at) => {
    let sum = 0
    for (let k = 0; k < depth; k++) {
      sum += a[Math.floor(at / wide) * depth + k] * b[k * wide + (at % wide)]
    }
    return sum
  })
}

/** The transpose of a matrix of N rows. */
export function transposed(a: ArrayLike<number>, n: number): Float64Array {
  const wide = a.length / n
  return Float64Array.from(a, (_, i) => a[(i % n) * wide + Math.floor(i / n)])
}

/** The identity, shape [N, N]. */
export function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
}
