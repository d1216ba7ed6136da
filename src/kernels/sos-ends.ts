import type { Sections } from './zpk-sections.ts'

/** How many samples `sosFilterBothWays` adds at either end; `sections` has shape [S, 6]. */
export function sosPadding(sections: Sections): number {
  const count = sections.length / 6
  let plainB = 0
  let plainA = 0
  for (let s = 0; s < count; s++) {
    if (sections[6 * s + 2] === 0) plainB++
    if (sections[6 * s + 5] === 0) plainA++
  }
  return 3 * (2 * count + 1 - Math.min(plainB, plainA))
}

/** States, shape [S, 2], in which a constant 1 is passed on as it is. */
export function steadyState(sections: Sections): Float64Array {
  const out = new Float64Array(sections.length / 3)
  let level = 1
  for (let s = 0; s < sections.length / 6; s++) {
    const [b0, b1, b2, , a1, a2] = sections.subarray(6 * s, 6 * s + 6)
    const first = (b1 - a1 * b0 + b2 - a2 * b0) / (1 + a1 + a2)
    out[2 * s] = level * first
    out[2 * s + 1] = level * (b2 - a2 * b0 - a2 * first)
    level *= (b0 + b1 + b2) / (1 + a1 + a2)
  }
  return out
}
