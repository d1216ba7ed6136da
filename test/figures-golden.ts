import { readFileSync } from 'node:fs'

interface FiguresGolden {
  readonly scalp: number[]
  readonly patterns: { filters: number[]; patterns: number[] }
  readonly inverse: number[]
  readonly precision: { precision: number[]; recall: number[]; average: number }
  readonly generalise: number[]
}

/** The values of `test/golden/figures`. */
export const figuresGolden = JSON.parse(
  readFileSync(new URL('golden/figures/figures.json', import.meta.url), 'utf8'),
) as FiguresGolden

/** The numbers that they are made from: between -1 and 1 in multiples of 1/4096. */
export function rough(count: number, salt = 1): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const draw = (i + salt) * (i + salt) * 7919 + i * 104729 + salt * 15485863
    return (draw % 8191) / 4096 - 1
  })
}
