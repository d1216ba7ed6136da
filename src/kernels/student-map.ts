import { studentTail } from './incomplete-beta.ts'
import { normalQuantile } from './normal.ts'

/**
 * A value of Student's t as what a map shows: itself (`stat`), its one-sided p, or the z that has
 * the same share above it, at most 37 either way. NaN stays NaN.
 *
 * @param freedom degrees of freedom, above 0; no whole number is needed
 * @see nilearn.glm.contrasts.Contrast.z_score
 */
export function studentMap(t: number, freedom: number, map: 'stat' | 'p' | 'z'): number {
  if (map === 'stat') return t
  if (map === 'p') return studentTail(t, freedom)
  return Math.sign(t) * -normalQuantile(clippedShare(studentTail(Math.abs(t), freedom)))
}

/** A share, from 0 to 1, brought to where its z is finite: 1e-300 to 1 - 1e-16. */
export function clippedShare(share: number): number {
  return Math.min(Math.max(share, 1e-300), 1 - 1e-16)
}
