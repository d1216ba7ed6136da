import { expect } from 'vitest'

/** How far two numbers may lie apart, and why as far as that. */
export interface Tolerance {
  /** Relative to the largest magnitude of the expected numbers. */
  readonly relative?: number
  readonly absolute?: number
  readonly why: string
}

/**
 * Expects two arrays to agree: |actual - expected| <= absolute + relative * max|expected|.
 * NaN equals NaN; lengths must be equal.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): void {
  expect(actual.length, 'length').toBe(expected.length)
  let scale = 0
  for (let i = 0; i < expected.length; i++) {
    if (Number.isFinite(expected[i])) scale = Math.max(scale, Math.abs(expected[i]))
  }
  const allowed = (tolerance.absolute ?? 0) + (tolerance.relative ?? 0) * scale
  let worst = 0
  let at = -1
  for (let i = 0; i < expected.length; i++) {
    if (Number.isNaN(actual[i]) && Number.isNaN(expected[i])) continue
    const apart = actual[i] === expected[i] ? 0 : Math.abs(actual[i] - expected[i])
    if (!(apart <= worst)) {
      worst = apart
      at = i
    }
  }
  const says = `index ${at}: ${actual[at]} against ${expected[at]} (${tolerance.why})`
  expect(worst <= allowed, `${says}: apart by ${worst}, allowed ${allowed}`).toBe(true)
}
