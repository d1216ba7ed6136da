import { correlation } from './correlation.ts'
import { random } from './random.ts'

/** How values go along the layers that they belong to. */
export interface LayerOrder {
  /** Pearson's r of the depth of the layer and the value; NaN when one of both is constant. */
  readonly r: number
  /** Share of the orders of layers whose r is as high or higher, the given order among them. */
  readonly p: number
  /** Orders that were looked at. */
  readonly orders: number
  /** Whether these are all that there are. */
  readonly exact: boolean
}

/** What of the orders is looked at. */
export interface OrderDraws {
  /** Layers that there are; values may belong to some of them. */
  readonly layers: number
  /** All orders where there are no more than this; else so many that are drawn. */
  readonly permutations: number
  readonly seed: number
}

/** Sums that differ by less than this are equal. */
const tie = 1e-12

/**
 * Whether values rise with the depth of the layers that they belong to: Pearson's r of depth (1 for
 * the first layer) and value, and its one-sided p when the order of the layers means nothing. What
 * is exchanged are the layers, not the values, so that values which resemble their neighbours
 * (voxels, sensors) do not count as so many observations. With K layers p is 1 / K! at least.
 *
 * @param layerOf layer of each value, from 0, shape [N]
 * @param values shape [N]
 * @returns NaN for r and p where r does not exist; p of drawn orders is (1 + those as high) /
 *   (1 + drawn)
 * @see `scipy.stats.permutation_test` with `permutation_type='pairings'`, which is given the depths
 *   of the layers
 */
export function layerOrder(
  layerOf: ArrayLike<number>,
  values: ArrayLike<number>,
  { layers, permutations, seed }: OrderDraws,
): LayerOrder {
  const depth = Float64Array.from({ length: layers }, (_, k) => k + 1)
  const along = (order: ArrayLike<number>) =>
    correlation(
      Float64Array.from(layerOf, (layer) => order[layer]),
      values,
    )
  const r = along(depth)
  const all = factorial(layers)
  const exact = all <= permutations
  const orders = exact ? all : permutations + 1
  if (Number.isNaN(r)) return { r, p: Number.NaN, orders: 0, exact }
  let high = exact ? 0 : 1
  const count = (order: ArrayLike<number>) => {
    if (along(order) >= r - tie) high++
  }
  if (exact) forEachOrder(depth, count)
  else {
    const draw = random(seed)
    for (let turn = 0; turn < permutations; turn++) count(draw.shuffle(depth.slice()))
  }
  return { r, p: high / orders, orders, exact }
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}

/** Heap's algorithm: each order once, by one exchange after the other. */
function forEachOrder(items: Float64Array, visit: (order: Float64Array) => void): void {
  const order = items.slice()
  const counts = new Int32Array(order.length)
  visit(order)
  for (let i = 1; i < order.length; ) {
    if (counts[i] < i) {
      const j = i % 2 === 0 ? 0 : counts[i]
      const kept = order[i]
      order[i] = order[j]
      order[j] = kept
      visit(order)
      counts[i]++
      i = 1
    } else {
      counts[i] = 0
      i++
    }
  }
}
