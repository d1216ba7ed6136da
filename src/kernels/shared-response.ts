import { multiply } from './multiply.ts'
import { orthonormalMap } from './orthonormal-map.ts'
import { columnPanels, panels } from './panels.ts'
import type { Random } from './random.ts'
import { solve } from './solve.ts'

/** One subject's data: voxels by moments, the same moments for all. */
export interface SubjectBlock {
  /** Shape [V, T]. */
  readonly values: Float64Array
  /** V; may differ between subjects. */
  readonly voxels: number
}

/** A response that subjects share, and how each of them shows it. */
export interface SharedResponse {
  /** Orthonormal columns for each subject, shape [V, K]. */
  readonly maps: readonly Float64Array[]
  /** Shape [K, T]. */
  readonly shared: Float64Array
  /** Noise variance of each subject; of the deterministic model 0. */
  readonly noise: Float64Array
}

/** What brainiak adds to the diagonal before singular values are taken. */
const shift = 0.001

/** How a shared response is fitted. */
export interface SharedResponseOptions {
  /** Orthonormal columns to begin with for each subject, shape [V, K]. */
  readonly initial: readonly Float64Array[]
  readonly iterations: number
}

/**
 * Fits the deterministic shared response model: the mean of all subjects' data in a common space,
 * and for each subject the orthonormal map that brings it nearest, in turn.
 *
 * @param subjects data as they are, in the same unit for all
 * @throws {RangeError} more features than voxels of a subject
 * @see `brainiak.funcalign.srm.DetSRM`; Chen et al. (2015), Advances in Neural Information
 *   Processing Systems 28
 */
export function deterministicSrm(
  subjects: readonly SubjectBlock[],
  { initial, iterations }: SharedResponseOptions,
): SharedResponse {
  let maps = [...initial]
  let shared = meanProjected(subjects, maps)
  for (let turn = 0; turn < iterations; turn++) {
    maps = subjects.map((subject) => subjectMap(subject, shared))
    shared = meanProjected(subjects, maps)
  }
  return { maps, shared, noise: new Float64Array(subjects.length) }
}

/**
 * Fits the probabilistic shared response model by expectation and maximisation: the shared
 * response is Gaussian, each subject has noise of its own. Voxels lose their means first (brainiak
 * takes the noise from data that still have them, which agrees for data without).
 *
 * @throws {RangeError} more features than voxels of a subject
 * @see `brainiak.funcalign.srm.SRM`; Chen et al. (2015), Advances in Neural Information Processing
 *   Systems 28
 */
export function probabilisticSrm(
  subjects: readonly SubjectBlock[],
  { initial, iterations }: SharedResponseOptions,
): SharedResponse {
  const centred = subjects.map(centredRows)
  const features = initial[0].length / subjects[0].voxels
  const samples = subjects[0].values.length / subjects[0].voxels
  const traces = centred.map(({ values }) => values.reduce((sum, v) => sum + v * v, 0))
  const noise = new Float64Array(subjects.length).fill(1)
  let maps = [...initial]
  let prior = identity(features)
  let shared: Float64Array = new Float64Array(features * samples)
  for (let turn = 0; turn < iterations; turn++) {
    const precision = noise.reduce((sum, variance) => sum + 1 / variance, 0)
    const inverse = solve(prior, features, identity(features))
    for (let k = 0; k < features; k++) inverse[k * features + k] += precision
    const posterior = solve(inverse, features, identity(features))
    const gathered = weightedProjection(centred, maps, noise)
    const shrunk = posterior.map(
      (value, i) => (i % (features + 1) === 0 ? 1 : 0) - precision * value,
    )
    const gain = times(prior, shrunk, features)
    shared = times(gain, gathered, features)
    const spread = multiply(panels(shared, features, samples), panels(shared, features, samples))
    prior = posterior.map((value, i) => value + spread[i] / samples)
    let trace = 0
    for (let k = 0; k < features; k++) trace += samples * prior[k * features + k]
    maps = centred.map((subject, i) => {
      const across = crossProduct(subject, shared)
      const map = orthonormalMap(across, subject.voxels, shift)
      const fit = map.reduce((sum, value, j) => sum + value * across[j], 0)
      noise[i] = (traces[i] - 2 * fit + trace) / (samples * subject.voxels)
      return map
    })
  }
  return { maps, shared, noise }
}

/**
 * The map of a subject that was not part of the fit, from moments whose shared response is known.
 *
 * @param shared shape [K, T]
 * @see `brainiak.funcalign.srm.SRM.transform_subject`
 */
export function subjectMap(subject: SubjectBlock, shared: Float64Array): Float64Array {
  return orthonormalMap(crossProduct(subject, shared), subject.voxels, shift)
}

/** Random orthonormal columns to begin with, shape [V, K]. */
export function randomMap(draw: Random, voxels: number, features: number): Float64Array {
  return orthonormalMap(
    Float64Array.from({ length: voxels * features }, () => draw.normal()),
    voxels,
  )
}

/** Each voxel less its mean. */
export function centredRows({ values, voxels }: SubjectBlock): SubjectBlock {
  const samples = values.length / voxels
  const out = new Float64Array(values.length)
  for (let v = 0; v < voxels; v++) {
    let mean = 0
    for (let t = 0; t < samples; t++) mean += values[v * samples + t] / samples
    for (let t = 0; t < samples; t++) out[v * samples + t] = values[v * samples + t] - mean
  }
  return { values: out, voxels }
}

/** x sharedᵀ, shape [V, K]. */
function crossProduct({ values, voxels }: SubjectBlock, shared: Float64Array): Float64Array {
  const samples = values.length / voxels
  const features = shared.length / samples
  return multiply(panels(values, voxels, samples), panels(shared, features, samples))
}

/** The mean of mapᵀ x over subjects, shape [K, T]. */
function meanProjected(subjects: readonly SubjectBlock[], maps: readonly Float64Array[]) {
  const ones = new Float64Array(subjects.length).fill(1)
  return weightedProjection(subjects, maps, ones).map((sum) => sum / subjects.length)
}

function weightedProjection(
  subjects: readonly SubjectBlock[],
  maps: readonly Float64Array[],
  variances: Float64Array,
): Float64Array {
  const out = subjects.map(({ values, voxels }, i) => {
    const [features, samples] = [maps[i].length / voxels, values.length / voxels]
    const map = columnPanels(maps[i], voxels, features)
    return multiply(map, columnPanels(values, voxels, samples))
  })
  return out[0].map((_, at) => out.reduce((sum, one, i) => sum + one[at] / variances[i], 0))
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
}

/** a b for a of shape [N, N]. */
function times(a: Float64Array, b: Float64Array, n: number): Float64Array {
  return multiply(panels(a, n, n), columnPanels(b, n, b.length / n))
}
