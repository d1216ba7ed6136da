import { readFileSync } from 'node:fs'

/** The values of `test/golden/connectivity`: pairs of three channels in two bands. */
export const connectivityGolden = JSON.parse(
  readFileSync(new URL('golden/connectivity/connectivity.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, number[]>> & {
  readonly epochs: Readonly<Record<string, number[]>>
}
