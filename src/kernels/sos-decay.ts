import type { Sections } from './zpk-sections.ts'

/**
 * How many samples a recursive filter needs to forget: after them the slowest pole has decayed to
 * `level` of where it was, with as much again for poles that meet.
 *
 * @param sections shape [S, 6]
 * @param level from above 0 to below 1
 * @returns samples, from 0; infinity for a pole on or outside the unit circle
 */
export function sosDecay(sections: Sections, level = 1e-12): number {
  let radius = 0
  for (let s = 0; s < sections.length; s += 6) {
    radius = Math.max(radius, poleRadius(sections[s + 4], sections[s + 5]))
  }
  if (radius >= 1) return Number.POSITIVE_INFINITY
  return radius === 0 ? 2 : Math.ceil((1.5 * Math.log(level)) / Math.log(radius))
}

/** The larger |z| of z² + a1 z + a2 = 0. */
function poleRadius(a1: number, a2: number): number {
  const discriminant = a1 * a1 - 4 * a2
  if (discriminant < 0) return Math.sqrt(a2)
  return (Math.abs(a1) + Math.sqrt(discriminant)) / 2
}
