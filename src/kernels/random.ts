/** A stream of pseudo-random numbers that depends on its seed alone. */
export interface Random {
  /** Uniform in [0, 1), 32 random bits. */
  uniform(): number
  /** Normal with mean 0 and variance 1 (Box-Muller). */
  normal(): number
  /** Whole number from 0 to `below - 1`. */
  integer(below: number): number
  /** Puts the items in a random order, in place (Fisher-Yates). */
  shuffle<A extends { length: number; [i: number]: unknown }>(items: A): A
}

/**
 * Makes a seeded generator: the same seed gives the same numbers on every machine.
 *
 * @param seed any whole number; streams of different seeds are independent for practical purposes
 * @see Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3, SC11 (counter-based);
 *   mixing as in Steele et al. (2014), SplitMix, doi:10.1145/2660193.2660195 (32-bit variant)
 */
export function random(seed: number): Random {
  let counter = 0
  const base = mix((seed >>> 0) ^ mix(Math.floor(seed / 0x100000000) >>> 0))
  const bits = () => mix((base + Math.imul(++counter, 0x9e3779b9)) | 0)
  const uniform = () => (bits() >>> 0) / 0x100000000
  const normal = () => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    return radius * Math.cos(2 * Math.PI * uniform())
  }
  const integer = (below: number) => Math.floor(((bits() >>> 0) / 0x100000000) * below)
  return {
    uniform,
    normal,
    integer,
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1)
        const kept = items[i]
        items[i] = items[j]
        items[j] = kept
      }
      return items
    },
  }
}

/** Signed: V8 allocates memory for larger whole numbers that a function returns. */
function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return x ^ (x >>> 15)
}
