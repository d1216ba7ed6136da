import { readFileSync } from 'node:fs'

/** What `test/golden/gpfa/generate.py` wrote. */
export const gpfa = JSON.parse(
  readFileSync(new URL('golden/gpfa/gpfa.json', import.meta.url), 'utf8'),
) as Record<'voxels' | 'features' | 'samples' | 'length' | 'smoothness' | 'penalty', number> &
  Record<'course' | 'shared' | 'newcomer' | 'map' | 'left' | 'stretch' | 'factors', number[]> & {
    run: number[]
    at: number[]
    data: number[][]
    cost: number
    shown: number[][]
    noise: number[][]
    prior: { length: number; cost: number }[]
  }
