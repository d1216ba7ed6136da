import { inDenseRoom } from './wasm/dense-wasm.ts'

/** Codes of a panel, vectors of a group; as `panelMaxima` of the kernels has them. */
const PANEL = 8
const GROUP = 4

/** Panels whose codes fit the near cache beside a group, and groups that are done with them. */
const somePanels = 32
const someGroups = 64

/** Magnitudes within which products in f32 neither overflow nor vanish. */
const largest = 1e18
const smallest = 1e-18

/**
 * Finds for each vector the codes that may be the nearest, by products in f32 whose rounding is
 * bounded, and of these the nearest in f64: the first of those with the largest z · e - |e|² / 2,
 * each a plain sum in order.
 *
 * @param x vectors, shape [N, D]
 * @param book codes, shape [K, D]
 * @param halves half the square of each code, shape [K]
 * @returns shape [N], -1 where a vector is not finite; nothing where magnitudes leave the range in
 *   which the bound holds
 * @see Higham (2002), Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1
 */
export function nearestPanels(
  x: Float64Array,
  book: Float64Array,
  halves: Float64Array,
): Int32Array | undefined {
  const count = halves.length
  const depth = book.length / count
  const rows = x.length / depth
  let longest = 0
  for (const half of halves) longest = Math.max(longest, Math.sqrt(2 * half))
  if (!(longest < largest && longest > smallest)) return undefined
  const bounds = boundsOf(x, depth, { longest, half: (longest * longest) / 2 })
  if (!bounds) return undefined
  const panels = Math.ceil(count / PANEL)
  const sizes = [
    4 * GROUP * depth * someGroups,
    4 * PANEL * depth * panels,
    4 * PANEL * panels,
    16 * panels * someGroups,
  ]
  return inDenseRoom(sizes, ({ wasm, f32, at }) => {
    const [tokens, codes, half, maxima] = at
    packCodes(f32, { book, halves, depth }, [codes / 4, half / 4])
    const ids = new Int32Array(rows)
    for (let from = 0; from < rows; from += GROUP * someGroups) {
      const groups = Math.min(someGroups, Math.ceil((rows - from) / GROUP))
      packVectors(f32, tokens / 4, x.subarray(from * depth), { depth, groups })
      for (let p = 0; p < panels; p += somePanels) {
        const now = Math.min(somePanels, panels - p)
        for (let g = 0; g < groups; g++) {
          const [own, out] = [tokens + 16 * depth * g, maxima + 16 * (g * panels + p)]
          const [some, less] = [codes + 32 * depth * p, half + 32 * p]
          wasm.panelMaxima(own, some, less, now, depth, out)
        }
      }
      for (let r = from; r < Math.min(rows, from + GROUP * groups); r++) {
        const [g, lane] = [(r - from) >> 2, (r - from) & 3]
        const scores = f32.subarray(maxima / 4 + 4 * g * panels + lane)
        ids[r] = nearestIn(x.subarray(r * depth, (r + 1) * depth), scores, {
          ...{ book, halves, bound: bounds[r] },
        })
      }
    }
    return ids
  })
}

/** How far a score in f32 may be from that in f64, twice over; infinite for no number. */
function boundsOf(
  x: Float64Array,
  depth: number,
  { longest, half }: { longest: number; half: number },
): Float64Array | undefined {
  const out = new Float64Array(x.length / depth)
  for (let r = 0; r < out.length; r++) {
    let squares = 0
    for (let d = r * depth; d < (r + 1) * depth; d++) squares += x[d] * x[d]
    const length = Math.sqrt(squares)
    if (length > largest) return undefined
    const isNone = Number.isNaN(length)
    out[r] = isNone ? Number.NaN : 2 ** -21 * ((depth + 8) * length * longest + 2 * half) + 1e-37
  }
  return out
}

interface Book {
  readonly book: Float64Array
  readonly halves: Float64Array
}

/** Codes interleaved by eight; what is missing in the last panel can never be the largest. */
function packCodes(
  f32: Float32Array,
  { book, halves, depth }: Book & { depth: number },
  [codes, half]: readonly [number, number],
): void {
  const count = halves.length
  for (let k = 0; k < PANEL * Math.ceil(count / PANEL); k++) {
    const to = codes + Math.floor(k / PANEL) * PANEL * depth + (k % PANEL)
    for (let d = 0; d < depth; d++) f32[to + PANEL * d] = k < count ? book[k * depth + d] : 0
    f32[half + k] = k < count ? halves[k] : Number.POSITIVE_INFINITY
  }
}

function packVectors(
  f32: Float32Array,
  tokens: number,
  x: Float64Array,
  { depth, groups }: { depth: number; groups: number },
): void {
  for (let r = 0; r < GROUP * groups; r++) {
    const to = tokens + (r >> 2) * GROUP * depth + (r & 3)
    for (let d = 0; d < depth; d++) f32[to + GROUP * d] = x[r * depth + d] ?? 0
  }
}

/** The nearest of the codes in those panels that come near the largest score. */
function nearestIn(
  z: Float64Array,
  scores: Float32Array,
  { book, halves, bound }: Book & { bound: number },
): number {
  if (Number.isNaN(bound)) return -1
  const count = halves.length
  const depth = z.length
  const panels = Math.ceil(count / PANEL)
  let most = Number.NEGATIVE_INFINITY
  for (let p = 0, at = 0; p < panels; p++, at += 4) if (scores[at] > most) most = scores[at]
  const least = most - bound
  let [id, best] = [-1, Number.NEGATIVE_INFINITY]
  for (let p = 0, at = 0; p < panels; p++, at += 4) {
    if (scores[at] < least) continue
    for (let k = p * PANEL; k < Math.min(count, (p + 1) * PANEL); k++) {
      let sum = 0
      for (let d = 0, from = k * depth; d < depth; d++) sum += z[d] * book[from + d]
      const score = sum - halves[k]
      if (score > best) [id, best] = [k, score]
    }
  }
  return id
}
