import type { ModelCard } from './card.ts'
import type { Device } from './device.ts'
import { runGolden } from './golden.ts'
import { preflight } from './preflight.ts'

/** How far the embeddings of one device lie from those of another, on the golden windows. */
export interface Parity {
  readonly model: string
  readonly device: Device
  readonly against: Device
  readonly windows: number
  /** Largest difference, and mean one, as a share of the largest magnitude of the other device. */
  readonly largest: number
  readonly mean: number
  /** Least cosine between the embeddings of a window; 1 where both are 0. */
  readonly cosine: number
  /** Whether every bit is the same. */
  readonly same: boolean
}

/**
 * Compares what two devices make of the golden windows of a model.
 *
 * @throws {NeurarrowError} as `preflight`
 */
export async function parityOf(card: ModelCard, device: Device, against: Device): Promise<Parity> {
  const [one, other] = [await preflight(card, device), await preflight(card, against)]
  const [{ found, rows }, { found: expected }] = [await runGolden(one), await runGolden(other)]
  return { model: card.name, device, against, windows: rows, ...drift(found, expected, rows) }
}

/**
 * How far embeddings lie from others.
 *
 * @param found, expected shape [R, D]
 */
export function drift(
  found: Float32Array,
  expected: Float32Array,
  rows: number,
): Pick<Parity, 'largest' | 'mean' | 'cosine' | 'same'> {
  let [largest, sum, scale] = [0, 0, 0]
  for (let i = 0; i < expected.length; i++) {
    const apart = Math.abs(found[i] - expected[i])
    largest = Math.max(largest, apart)
    sum += apart
    scale = Math.max(scale, Math.abs(expected[i]))
  }
  const width = expected.length / Math.max(1, rows)
  let least = 1
  for (let r = 0; r < rows; r++) {
    const [from, to] = [r * width, (r + 1) * width]
    least = Math.min(least, cosine(found.subarray(from, to), expected.subarray(from, to)))
  }
  const unit = scale || 1
  const mean = sum / Math.max(1, expected.length) / unit
  return { largest: largest / unit, mean, cosine: least, same: largest === 0 }
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, left, right] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i]
    left += a[i] * a[i]
    right += b[i] * b[i]
  }
  if (left === 0 && right === 0) return 1
  return left === 0 || right === 0 ? 0 : dot / Math.sqrt(left * right)
}
