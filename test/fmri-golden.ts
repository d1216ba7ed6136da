import { readFileSync } from 'node:fs'

/** Reads a file of `test/golden/fmri-decode`. */
export function fmriGolden<T>(file: string): T {
  const url = new URL(`golden/fmri-decode/${file}`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as T
}
