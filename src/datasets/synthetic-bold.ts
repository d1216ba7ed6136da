import { hrf } from '../kernels/hrf.ts'
import { type Random, random } from '../kernels/random.ts'
import { type Brain, brainShape, type Point, squaredDistance } from './synthetic-brain.ts'
import { categories, type Design, fmriScans, fmriTrS, type Who } from './synthetic-design.ts'
import { autoregression } from './synthetic-noise.ts'

/** A time course and how much of it each brain voxel has; the product is in percent of the mean. */
interface Component {
  /** Shape [T]. */
  readonly course: Float64Array
  /** Shape [N]. */
  readonly weights: Float64Array
}

const voxelNoise = 1.6
const sharedNoise = 0.9
const activation = 1.5

/**
 * The scans of one run, in arbitrary units around 1000 inside the brain and 0 outside.
 *
 * @returns shape [T, V], x fastest
 */
export function scanRun(brain: Brain, design: Design, who: Who): Float32Array {
  const person = random((who.seed * 4096 + who.subject) * 16)
  const run = random((who.seed * 4096 + who.subject) * 16 + 8 + who.run)
  const baseline = brain.points.map(() => 1000 * Math.exp(0.12 * person.normal()))
  const parts = [
    ...responses(brain, design, person, who.seed),
    ...leaks(brain, design, person),
    ...drifts(brain, run),
    ...sharedFluctuations(brain, run),
  ]
  const size = brainShape[0] * brainShape[1] * brainShape[2]
  const out = new Float32Array(size * fmriScans)
  const percent = new Float64Array(fmriScans)
  for (let i = 0; i < brain.voxels.length; i++) {
    const noise = autoregression(fmriScans, 0.35, run)
    for (let t = 0; t < fmriScans; t++) percent[t] = voxelNoise * noise[t]
    for (const { course, weights } of parts) {
      const weight = weights[i]
      for (let t = 0; t < fmriScans; t++) percent[t] += weight * course[t]
    }
    for (let t = 0, to = brain.voxels[i]; t < fmriScans; t++, to += size) {
      out[to] = baseline[i] * (1 + percent[t] / 100)
    }
  }
  return out
}

/** One component for each category: blocks through the response, at places of this person. */
function responses(brain: Brain, { blocks }: Design, person: Random, seed: number): Component[] {
  const common = random(seed + 1)
  const posterior = brain.centres.filter(([, y]) => y < 0.1)
  common.shuffle(posterior)
  return categories.map((category, k) => {
    const shown = blocks.filter((block) => block.category === category)
    const foci = posterior.slice(4 * k, 4 * k + 4).map((centre) => focusOf(centre, person))
    const weights = Float64Array.from(brain.points, (point) =>
      foci.reduce((sum, { at, height }) => sum + height * bump(point, at, 0.22), 0),
    )
    return { course: responseTo(shown), weights }
  })
}

function focusOf(centre: Point, person: Random): { at: Point; height: number } {
  const shift = () => 0.1 * person.normal()
  const at: Point = [centre[0] + shift(), centre[1] + shift(), centre[2] + shift()]
  return { at, height: activation * Math.exp(0.6 * person.normal()) }
}

/** Blocks convolved with the double-gamma response, about 1 at the plateau. */
function responseTo(blocks: readonly { onsetS: number; durationS: number }[]): Float64Array {
  const response = hrf(fmriTrS)
  const shown = (t: number) =>
    blocks.some(({ onsetS, durationS }) => t >= onsetS && t < onsetS + durationS) ? 1 : 0
  return Float64Array.from({ length: fmriScans }, (_, scan) =>
    response.reduce((sum, h, lag) => sum + h * shown((scan - lag) * fmriTrS), 0),
  )
}

/** Motion changes a voxel the more, the farther out it lies along the axis of the motion. */
function leaks({ points }: Brain, { motion }: Design, person: Random): Component[] {
  return motion.map((course, m) => {
    const rotates = m >= 3
    const [a, b] = [(m + 1) % 3, (m + 2) % 3]
    const size = (rotates ? 800 : 16) * (0.7 + 0.6 * person.uniform())
    const lean = 0.3 * person.normal()
    const along = (point: Point) => (rotates ? point[a] * point[b] : point[m % 3] ** 3)
    return { course, weights: Float64Array.from(points, (p) => size * (along(p) + lean)) }
  })
}

/** Two slow courses with a slope over the head. */
function drifts({ points }: Brain, run: Random): Component[] {
  return [0.5, 1].map((cycles) => {
    const phase = 2 * Math.PI * run.uniform()
    const [x, y, z] = [run.normal(), run.normal(), run.normal()]
    const course = Float64Array.from({ length: fmriScans }, (_, t) =>
      Math.cos((2 * Math.PI * cycles * t) / fmriScans + phase),
    )
    const weights = Float64Array.from(points, (p) => 1 + 0.5 * (x * p[0] + y * p[1] + z * p[2]))
    return { course, weights }
  })
}

/** Noise that neighbours share: what averaging over a parcel does not remove. */
function sharedFluctuations({ points }: Brain, run: Random): Component[] {
  return Array.from({ length: 24 }, () => {
    const centre = points[run.integer(points.length)]
    const course = autoregression(fmriScans, 0.7, run)
    const weights = Float64Array.from(points, (p) => sharedNoise * bump(p, centre, 0.35))
    return { course, weights }
  })
}

function bump(point: Point, centre: Point, width: number): number {
  return Math.exp(-squaredDistance(point, centre) / (2 * width * width))
}
