import { eigenSymmetric } from './eigen-symmetric.ts'
import {
  evidenceCost,
  type LatentPrior,
  latentCost,
  latentPrior,
  type ScanPlaces,
  smoothed,
} from './latent-prior.ts'
import { multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import type { SubjectBlock } from './shared-response.ts'
import { solve } from './solve.ts'

/** How shared latent factors are fitted. */
export interface SharedGpfaOptions {
  readonly places: ScanPlaces
  /** How many factors, at most T. */
  readonly features: number
  /** Lengths that each factor chooses its own from, scans. */
  readonly lengths: readonly number[]
  readonly iterations: number
  /** Weight of the prior of factors. */
  readonly smoothness: number
  /** Weight of the prior of maps. */
  readonly penalty: number
}

/** Smooth time courses that subjects share, and how each of them shows these. */
export interface SharedGpfa {
  /** Shape [V, K] for each subject. */
  readonly maps: readonly Float64Array[]
  /** Shape [K, T]. */
  readonly shared: Float64Array
  /** Of each factor, scans, shape [K]. */
  readonly lengths: Float64Array
  /** Noise variances of each subject, shape [V]: a subject's times a parcel's. */
  readonly noise: readonly Float64Array[]
  /** Minus the logarithm of the posterior, with the weights of the priors. */
  readonly cost: number
}

/** The least share of a parcel's power that is noise. */
const leastNoise = 1e-3

/**
 * Fits shared Gaussian process factor analysis: y_s = W_s x + e, with smooth x that are the same
 * for everybody, W of independent normals, and noise of a variance that is a subject's times a
 * parcel's.
 *
 * It begins with the principal components over all subjects' rows, turned to differ in smoothness,
 * and makes the posterior larger in turns: each factor given the others, maps, noise. The length of
 * a factor is the one under which the data are likeliest given the others, the factor integrated
 * out; the largest joint density alone would ask for ever longer ones. Parcels should have mean 0
 * and are the same for all.
 *
 * @param subjects two or more, shape [V, T] each
 * @throws {RangeError} parcels differ in number
 * @see Mohajerin et al., shared-gpfa (maximum a posteriori by Adam of the same model); Yu et al.
 *   (2009), J. Neurophysiol. 102(1):614-635, doi:10.1152/jn.90941.2008
 */
export function sharedGpfa(
  subjects: readonly SubjectBlock[],
  options: SharedGpfaOptions,
): SharedGpfa {
  const [{ voxels }] = subjects
  if (subjects.some((one) => one.voxels !== voxels)) throw new RangeError('parcels differ')
  const { features, lengths, iterations } = options
  const priors = lengths.map((length) => latentPrior(options.places, length))
  let now: State = {
    shared: principal(subjects, features, options.places),
    chosen: new Array<LatentPrior>(features).fill(priors[0]),
    noise: subjects.map((subject) => powers(subject).map((power) => 0.5 * power)),
    maps: [],
  }
  now = withMaps(subjects, now, options)
  for (let turn = 0; turn < iterations; turn++) {
    const factors = nextFactors(subjects, now, { ...options, priors })
    now = withMaps(subjects, { ...now, ...factors }, options)
    now = { ...now, noise: nextNoise(subjects, now) }
  }
  const { maps, shared, chosen, noise } = now
  const cost = costOf(subjects, now, options)
  return { maps, shared, lengths: Float64Array.from(chosen, ({ length }) => length), noise, cost }
}

/**
 * The map of a subject from moments whose shared factors are known, and the noise that is left.
 *
 * @param shared shape [K, T]
 * @param penalty added to the diagonal of x xᵀ
 * @returns `map` shape [V, K], `noise` variances, shape [V]
 * @see `add_subject` of shared-gpfa
 */
export function ridgeMap(
  subject: SubjectBlock,
  shared: Float64Array,
  penalty: number,
): { map: Float64Array; noise: Float64Array } {
  const ones = new Float64Array(subject.voxels).fill(1)
  const map = mapOf(subject, shared, ones, penalty)
  return { map, noise: leftOver(subject, map, shared) }
}

interface State {
  readonly shared: Float64Array
  readonly chosen: readonly LatentPrior[]
  readonly noise: readonly Float64Array[]
  readonly maps: readonly Float64Array[]
}

/** Principal time courses over all rows, of variance 1, turned to differ in smoothness; [K, T]. */
function principal(
  subjects: readonly SubjectBlock[],
  features: number,
  places: ScanPlaces,
): Float64Array {
  const samples = subjects[0].values.length / subjects[0].voxels
  const products = new Float64Array(samples * samples)
  for (const { values, voxels } of subjects) {
    const columns = columnPanels(values, voxels, samples)
    const own = multiply(columns, columns)
    for (let i = 0; i < own.length; i++) products[i] += own[i]
  }
  const { vectors } = eigenSymmetric(products, samples)
  const courses = Float64Array.from({ length: features * samples }, (_, i) => {
    const [k, t] = [Math.floor(i / samples), i % samples]
    return vectors[t * samples + samples - 1 - k] * Math.sqrt(samples)
  })
  return bySmoothness(courses, features, places)
}

/**
 * White courses turned so that their differences from scan to scan do not correlate, the smoothest
 * first, each with its largest value above 0. Factors of different lengths lie along such axes.
 */
function bySmoothness(courses: Float64Array, features: number, { run }: ScanPlaces): Float64Array {
  const samples = courses.length / features
  const steps = Float64Array.from(courses, (value, i) => {
    const t = i % samples
    return t > 0 && run[t] === run[t - 1] ? value - courses[i - 1] : 0
  })
  const rows = panels(steps, features, samples)
  const { vectors } = eigenSymmetric(multiply(rows, rows), features)
  const columns = columnPanels(courses, features, samples)
  const out = multiply(columnPanels(vectors, features, features), columns)
  for (let from = 0; from < out.length; from += samples) {
    const course = out.subarray(from, from + samples)
    const largest = course.reduce((most, v) => (Math.abs(v) > Math.abs(most) ? v : most), 0)
    if (largest < 0) for (let t = 0; t < samples; t++) course[t] *= -1
  }
  return out
}

/** Each factor given the others, with the length that makes it likeliest. */
function nextFactors(
  subjects: readonly SubjectBlock[],
  { shared, chosen, maps, noise }: State,
  { smoothness, priors }: SharedGpfaOptions & { readonly priors: readonly LatentPrior[] },
): Pick<State, 'shared' | 'chosen'> {
  const features = chosen.length
  const samples = shared.length / features
  const { within, across } = gathered(subjects, maps, noise)
  const out = shared.slice()
  const now = [...chosen]
  for (let k = 0; k < features; k++) {
    const rest = across.slice(k * samples, (k + 1) * samples)
    for (let j = 0; j < features; j++) {
      if (j === k) continue
      const weight = within[k * features + j]
      for (let t = 0; t < samples; t++) rest[t] -= weight * out[j * samples + t]
    }
    const certainty = within[k * features + k]
    now[k] = likeliest(priors, rest, certainty, smoothness)
    out.set(smoothed(now[k], rest, certainty, smoothness), k * samples)
  }
  return { shared: out, chosen: now }
}

/** The prior under which what is seen of a factor is likeliest, the factor integrated out. */
function likeliest(
  priors: readonly LatentPrior[],
  b: Float64Array,
  a: number,
  smoothness: number,
): LatentPrior {
  const costs = priors.map((prior) => evidenceCost(prior, b, a, smoothness))
  return priors[costs.indexOf(Math.min(...costs))]
}

/** The rows of factors of shape [K, T]. */
function coursesOf(shared: Float64Array, features: number): Float64Array[] {
  const samples = shared.length / features
  return Array.from({ length: features }, (_, k) => shared.slice(k * samples, (k + 1) * samples))
}

/** Sums over subjects of Wᵀ R⁻¹ W, shape [K, K], and Wᵀ R⁻¹ y, shape [K, T]. */
function gathered(
  subjects: readonly SubjectBlock[],
  maps: readonly Float64Array[],
  noise: readonly Float64Array[],
) {
  const features = maps[0].length / subjects[0].voxels
  const samples = subjects[0].values.length / subjects[0].voxels
  const within = new Float64Array(features * features)
  const across = new Float64Array(features * samples)
  for (const [s, { values, voxels }] of subjects.entries()) {
    const whitened = maps[s].map((value, i) => value / noise[s][Math.floor(i / features)])
    const columns = columnPanels(whitened, voxels, features)
    const own = multiply(columns, columnPanels(maps[s], voxels, features))
    const seen = multiply(columns, columnPanels(values, voxels, samples))
    for (let i = 0; i < own.length; i++) within[i] += own[i]
    for (let i = 0; i < seen.length; i++) across[i] += seen[i]
  }
  return { within, across }
}

function withMaps(
  subjects: readonly SubjectBlock[],
  now: State,
  { penalty }: SharedGpfaOptions,
): State {
  const { shared, noise } = now
  return { ...now, maps: subjects.map((one, s) => mapOf(one, shared, noise[s], penalty)) }
}

/** W with (x xᵀ + penalty · noise) w = x y for each parcel, shape [V, K]. */
function mapOf(
  { values, voxels }: SubjectBlock,
  shared: Float64Array,
  noise: Float64Array,
  penalty: number,
): Float64Array {
  const samples = values.length / voxels
  const features = shared.length / samples
  const rows = panels(shared, features, samples)
  const products = multiply(rows, rows)
  const across = multiply(panels(values, voxels, samples), rows)
  const out = new Float64Array(voxels * features)
  for (let v = 0; v < voxels; v++) {
    const left = products.slice()
    for (let k = 0; k < features; k++) left[k * features + k] += penalty * noise[v]
    out.set(solve(left, features, across.slice(v * features, (v + 1) * features)), v * features)
  }
  return out
}

/** Mean squares of what a map leaves of each parcel, at least a share of its power; [V]. */
function leftOver(subject: SubjectBlock, map: Float64Array, shared: Float64Array): Float64Array {
  const { values, voxels } = subject
  const samples = values.length / voxels
  const features = shared.length / samples
  const shown = multiply(panels(map, voxels, features), columnPanels(shared, features, samples))
  return powers(subject).map((power, v) => {
    let sum = 0
    for (let i = v * samples; i < (v + 1) * samples; i++) sum += (values[i] - shown[i]) ** 2
    return Math.max(sum / samples, leastNoise * power)
  })
}

/** Mean squares of each parcel, 1 for one that is 0 throughout; shape [V]. */
function powers({ values, voxels }: SubjectBlock): Float64Array {
  const samples = values.length / voxels
  return Float64Array.from({ length: voxels }, (_, v) => {
    let sum = 0
    for (let i = v * samples; i < (v + 1) * samples; i++) sum += values[i] ** 2
    return sum > 0 ? sum / samples : 1
  })
}

/** Variances as a subject's times a parcel's, both the likeliest given the other. */
function nextNoise(subjects: readonly SubjectBlock[], { maps, shared, noise }: State) {
  const left = subjects.map((subject, s) => leftOver(subject, maps[s], shared))
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length
  let ofParcel = Array.from(noise[0])
  const ofSubject = left.map((own) => mean(Array.from(own, (value, v) => value / ofParcel[v])))
  ofParcel = ofParcel.map((_, v) => mean(left.map((own, s) => own[v] / ofSubject[s])))
  return ofSubject.map((scale) => Float64Array.from(ofParcel, (value) => scale * value))
}

function costOf(
  subjects: readonly SubjectBlock[],
  { maps, shared, chosen, noise }: State,
  { smoothness, penalty }: SharedGpfaOptions,
): number {
  const samples = subjects[0].values.length / subjects[0].voxels
  const twoPi = Math.log(2 * Math.PI)
  let cost = 0
  for (const [s, subject] of subjects.entries()) {
    const left = leftOver(subject, maps[s], shared)
    for (const [v, variance] of noise[s].entries()) {
      cost += 0.5 * samples * (left[v] / variance + Math.log(variance) + twoPi)
    }
    for (const weight of maps[s]) cost += 0.5 * penalty * (weight * weight + twoPi)
  }
  for (const [k, course] of coursesOf(shared, chosen.length).entries()) {
    cost += smoothness * latentCost(chosen[k], course)
  }
  return cost
}
