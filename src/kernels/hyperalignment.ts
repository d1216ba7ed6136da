import { multiply } from './multiply.ts'
import { orthonormalMap } from './orthonormal-map.ts'
import { columnPanels, panels } from './panels.ts'
import type { SharedResponse, SubjectBlock } from './shared-response.ts'

/**
 * Hyperalignment by Procrustes rotations: subjects are turned one after the other to the mean of
 * those before, then each to the mean of the others, then all from their own space to the mean.
 *
 * All subjects have the same number of voxels, which is the number of features. Data should be
 * z-scored.
 *
 * @param subjects two or more, shape [V, T] each
 * @returns rotations as `maps`, shape [V, V], and the common space as `shared`, shape [V, T]
 * @throws {RangeError} voxels differ in number
 * @see Haxby et al. (2011), Neuron 72(2):404-416, doi:10.1016/j.neuron.2011.08.026
 */
export function hyperalignment(subjects: readonly SubjectBlock[]): SharedResponse {
  const [{ voxels }] = subjects
  if (subjects.some((one) => one.voxels !== voxels)) throw new RangeError('voxels differ')
  let common = subjects[0].values
  const turned = [common]
  for (const [i, subject] of subjects.slice(1).entries()) {
    turned.push(rotated(subject, common))
    common = common.map((value, at) => (value * (i + 1) + turned[i + 1][at]) / (i + 2))
  }
  const sum = turned[0].map((_, at) => turned.reduce((all, one) => all + one[at], 0))
  const again = turned.map((one, i) => {
    const others = sum.map((all, at) => (all - one[at]) / (subjects.length - 1))
    return rotated({ values: turned[i], voxels }, others)
  })
  const shared = again[0].map(
    (_, at) => again.reduce((all, one) => all + one[at], 0) / again.length,
  )
  const maps = subjects.map((subject) => rotation(subject, shared))
  return { maps, shared, noise: new Float64Array(subjects.length) }
}

/** The rotation that brings a subject nearest to a common space, shape [V, V]; its columns map. */
export function rotation({ values, voxels }: SubjectBlock, common: Float64Array): Float64Array {
  const samples = values.length / voxels
  const across = multiply(panels(values, voxels, samples), panels(common, voxels, samples))
  return orthonormalMap(across, voxels)
}

function rotated(subject: SubjectBlock, common: Float64Array): Float64Array {
  const { values, voxels } = subject
  const map = columnPanels(rotation(subject, common), voxels, voxels)
  return multiply(map, columnPanels(values, voxels, values.length / voxels))
}
