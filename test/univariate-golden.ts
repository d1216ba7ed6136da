import { readFileSync } from 'node:fs'
import { signalInput } from './signal-golden.ts'

interface UnivariateGolden {
  readonly rows: readonly Readonly<Record<string, number>>[]
  readonly second: number[]
  readonly analytic: Readonly<Record<string, number[]>>
}

/** The values of `test/golden/univariate`. */
export const univariateGolden = JSON.parse(
  readFileSync(new URL('golden/univariate/univariate.json', import.meta.url), 'utf8'),
) as UnivariateGolden

/** The three rows of the golden values: noise, its running sum, noise; shape [3, 300]. */
export function univariateInput(): Float32Array {
  const x = signalInput(3, 300)
  x.set(univariateGolden.second, 300)
  return x
}
