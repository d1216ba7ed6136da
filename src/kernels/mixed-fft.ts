import { type Pass, pass2, pass3, pass4, pass5, passOdd } from './fft-passes.ts'

/**
 * The radices by which a length is transformed, or `undefined` when it has a prime factor above 13.
 *
 * @param length N, from 1
 */
export function radicesOf(length: number): number[] | undefined {
  const radices: number[] = []
  let rest = length
  for (const radix of [4, 2, 3, 5, 7, 11, 13]) {
    for (; rest % radix === 0; rest /= radix) radices.push(radix)
  }
  return rest === 1 ? radices : undefined
}

/**
 * Makes a complex forward transform of a length that is a product of small radices.
 *
 * The passes are Stockham's: each reads one array and writes another, already in order.
 *
 * @param length N
 * @param radices their product is N
 * @returns a transform of shape [N, 2], interleaved; its two arrays must differ
 * @see Van Loan (1992), Computational Frameworks for the Fast Fourier Transform, section 1.7
 */
export function mixedFft(
  length: number,
  radices: readonly number[],
): (from: Float64Array, into: Float64Array) => void {
  const passes = passesOf(length, radices)
  if (passes.length === 0) return (from, into) => into.set(from)
  const scratch = new Float64Array(2 * length)
  return (from, into) => {
    let source = from
    for (let i = 0; i < passes.length; i++) {
      const target = (passes.length - i) % 2 === 1 ? into : scratch
      run(passes[i], source, target)
      source = target
    }
  }
}

function run(pass: Pass, source: Float64Array, target: Float64Array): void {
  if (pass.radix === 4) pass4(source, target, pass)
  else if (pass.radix === 5) pass5(source, target, pass)
  else if (pass.radix === 2) pass2(source, target, pass)
  else if (pass.radix === 3) pass3(source, target, pass)
  else passOdd(source, target, pass)
}

function passesOf(length: number, radices: readonly number[]): Pass[] {
  let span = length
  let stride = 1
  return radices.map((radix) => {
    const groups = span / radix
    const pass = { radix, groups, stride, twiddles: twiddlesOf(span, radix, length) }
    span = groups
    stride *= radix
    return pass
  })
}

/** exp(-2 pi i p k / span) for p below span / radix and k from 1 to radix - 1. */
function twiddlesOf(span: number, radix: number, length: number): Float64Array {
  const groups = span / radix
  const out = new Float64Array(2 * (radix - 1) * groups)
  const step = length / span
  for (let p = 0, at = 0; p < groups; p++) {
    for (let k = 1; k < radix; k++, at += 2) {
      const angle = (-2 * Math.PI * (p * k * step)) / length
      out[at] = Math.cos(angle)
      out[at + 1] = Math.sin(angle)
    }
  }
  return out
}
