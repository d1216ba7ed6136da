import fc from 'fast-check'

/** Rows that a fast kernel and its scalar reference must treat alike. */
export interface RoughSignal {
  /** Shape [rows, samples]. */
  readonly x: Float32Array
  readonly rows: number
  readonly samples: number
}

/**
 * Makes signals of odd and even numbers of rows: noise of 1 uV, alone or on an offset of 100 mV, or
 * so small that f32 holds it as denormal numbers; in some, values that are not finite.
 */
export function roughSignal(samples: { min: number; max: number }): fc.Arbitrary<RoughSignal> {
  return fc
    .record({
      rows: fc.integer({ min: 0, max: 5 }),
      samples: fc.integer(samples),
      seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      level: fc.constantFrom({ scale: 1, offset: 0 }, { scale: 1, offset: 1e5 }, denormal),
      holes: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(hole, { minLength: 1, maxLength: 3 }) },
      ),
    })
    .map(({ rows, samples, seed, level, holes }) => {
      const x = Float32Array.from(
        { length: rows * samples },
        (_, i) => level.offset + level.scale * noise(seed + i),
      )
      for (const { at, value } of holes) if (x.length > 0) x[at % x.length] = value
      return { x, rows, samples }
    })
}

const denormal = { scale: 1e-40, offset: 0 }

const hole = fc.record({
  at: fc.nat(),
  value: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
})

/** From -1 to 1, without a pattern that a filter would know. */
function noise(i: number): number {
  const a = Math.imul(i ^ (i >>> 15), 0x2c1b3c6d)
  const b = Math.imul(a ^ (a >>> 12), 0x297a2d39)
  return (b ^ (b >>> 15)) / 2 ** 31
}
