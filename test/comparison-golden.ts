import { readFileSync } from 'node:fs'

interface Golden {
  readonly meta_analysis: {
    readonly sets: readonly {
      dataset: string
      a: number[]
      b: number[]
      p: number
      effect: number
      test: 'flips' | 'wilcoxon'
    }[]
    readonly p: number
    readonly effect: number
  }
  readonly conformal: readonly {
    classes: number
    rows: number[]
    scores: number[]
    truth: number[]
    levels: readonly Readonly<
      Record<'level' | 'coverage' | 'size' | 'answered' | 'accuracy', number>
    >[]
  }[]
  readonly reliability: Readonly<
    Record<'scores' | 'truth' | 'accuracy' | 'confidence', readonly number[]>
  >
  readonly chance: readonly Readonly<
    Record<'rows' | 'ones' | 'said' | 'right' | 'p' | 'bound' | 'mean' | 'binomial', number>
  >[]
  readonly nemenyi: readonly { values: number[][]; p: number[][] }[]
}

const file = new URL('golden/comparison/comparison.json', import.meta.url)

/** Numbers of MOABB, MAPIE, scikit-learn and posthocs, by test/golden/comparison/generate.py. */
export const comparisonGolden = JSON.parse(readFileSync(file, 'utf8')) as Golden
