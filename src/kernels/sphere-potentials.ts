/** A head of concentric spheres, from the inside out. */
export interface HeadSpheres {
  /** Outer radius of each sphere over that of the head; rising, the last is 1. */
  readonly radii: readonly number[]
  /** Conductivity of each, S/m. */
  readonly conductivities: readonly number[]
}

/** Brain, fluid, skull and scalp as MNE-Python has them. */
export const fourSpheres: HeadSpheres = {
  radii: [0.9, 0.92, 0.97, 1],
  conductivities: [0.33, 1, 0.004, 0.33],
}

/** What is left of the series when it ends, over what came before. */
const left = 1e-16
const mostTerms = 1000

/**
 * Computes the potentials that current dipoles inside a head of spheres leave on its surface.
 *
 * The Legendre series itself is summed, until its terms vanish against 1e-16; nothing is fitted.
 * Of a head of radius R (m) the potentials are those of radius 1 over R².
 *
 * @param places directions of electrodes from the centre, shape [C, 3], of length 1
 * @param sources places of dipoles over the radius of the head, shape [S, 3]
 * @param head spheres; those of MNE-Python when not given
 * @returns shape [C, 3 S]: V per A·m of dipoles along x, y, z at each source, radius 1 m
 * @throws {RangeError} a source lies outside the innermost sphere, or so near to its surface that
 *   1000 terms are too few
 * @see Zhang (1995), Phys. Med. Biol. 40(3):335-349, doi:10.1088/0031-9155/40/3/001;
 *   `mne.make_forward_solution` of a sphere, which fits three dipoles to this series
 */
export function spherePotentials(
  places: Float64Array,
  sources: Float64Array,
  head: HeadSpheres = fourSpheres,
): Float64Array {
  const [channels, count] = [places.length / 3, sources.length / 3]
  const factors = seriesFactors(head, mostTerms)
  const out = new Float64Array(channels * 3 * count)
  for (let s = 0; s < count; s++) {
    const away = Math.hypot(sources[3 * s], sources[3 * s + 1], sources[3 * s + 2])
    if (!(away < head.radii[0])) throw new RangeError(`source ${s} is not inside the brain`)
    const unit = away > 0 ? [0, 1, 2].map((axis) => sources[3 * s + axis] / away) : [0, 0, 1]
    const scaled = scaledFactors(factors, away, s)
    for (let c = 0; c < channels; c++) {
      const place = [places[3 * c], places[3 * c + 1], places[3 * c + 2]]
      const cosine = unit[0] * place[0] + unit[1] * place[1] + unit[2] * place[2]
      const { radial, tangential } = seriesSums(cosine, scaled)
      for (let axis = 0; axis < 3; axis++) {
        const across = place[axis] - cosine * unit[axis]
        out[(c * count + s) * 3 + axis] = radial * unit[axis] + tangential * across
      }
    }
  }
  return out
}

/**
 * How much less of each term of the series reaches the scalp than in one sphere of the scalp's
 * conductivity, shape [N]: 1 for all where there is one sphere.
 *
 * @param terms N
 */
export function shieldFactors({ radii, conductivities }: HeadSpheres, terms: number): Float64Array {
  return Float64Array.from({ length: terms }, (_, i) => {
    const n = i + 1
    // the second row of a product of 2 x 2 matrices, from the innermost boundary outwards
    let [first, second] = [0, 1]
    for (let k = 0; k < radii.length - 1; k++) {
      const ratio = conductivities[k] / conductivities[k + 1]
      const power = (radii[k] / radii[radii.length - 1]) ** (2 * n + 1)
      const here = [n + (n + 1) * ratio, ((n + 1) * (ratio - 1)) / power]
      const below = [n * (ratio - 1) * power, n + 1 + n * ratio]
      const [a, b] = [first, second].map((value) => value / (2 * n + 1))
      first = a * here[0] + b * below[0]
      second = a * here[1] + b * below[1]
    }
    return n / (n * second + (n + 1) * first)
  })
}

/** Factors of the series without the depth of the source, shape [N]. */
function seriesFactors(head: HeadSpheres, terms: number): Float64Array {
  const scalp = head.conductivities[head.conductivities.length - 1]
  return shieldFactors(head, terms).map((shield, i) => {
    return ((2 * i + 3) / (i + 1)) * (shield / (4 * Math.PI * scalp))
  })
}

/** Factors of a source, as many as are not negligible. */
function scaledFactors(factors: Float64Array, away: number, source: number): Float64Array {
  const scaled = new Float64Array(factors.length)
  let [power, most] = [1, 0]
  for (let i = 0; i < factors.length; i++, power *= away) {
    scaled[i] = factors[i] * power
    // derivatives of Legendre polynomials grow as n²
    const size = scaled[i] * (i + 1) ** 2
    most = Math.max(most, size)
    if (size <= left * most) return scaled.subarray(0, i + 1)
  }
  throw new RangeError(`source ${source} is too near to the surface of the brain`)
}

/** Sums over n of factors times n P_n(x), and times the derivative of P_n at x. */
function seriesSums(x: number, factors: Float64Array): { radial: number; tangential: number } {
  let [before, now] = [1, x]
  let [slopeBefore, slope] = [0, 1]
  let [radial, tangential] = [0, 0]
  for (let n = 1; n <= factors.length; n++) {
    radial += factors[n - 1] * n * now
    tangential += factors[n - 1] * slope
    const next = ((2 * n + 1) * x * now - n * before) / (n + 1)
    const nextSlope = slopeBefore + (2 * n + 1) * now
    before = now
    now = next
    slopeBefore = slope
    slope = nextSlope
  }
  return { radial, tangential }
}
