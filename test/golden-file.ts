import { readFileSync } from 'node:fs'

/** Reads a JSON file of `test/golden`, by its path there. */
export function goldenFile<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`golden/${path}`, import.meta.url), 'utf8')) as T
}
