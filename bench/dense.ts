import { fileURLToPath } from 'node:url'
import { timesOf } from './measure.ts'
import { inTurns, median, type Pair, seconds, verdict } from './pairs.ts'
import type { Group, Row } from './settings.ts'

interface Timed {
  readonly seconds: number
  readonly check: number
}

interface Side {
  readonly dense: Readonly<Record<string, Readonly<Record<string, Timed | undefined>>>>
  readonly pca: Readonly<Record<string, Timed>>
}

const sizes = ['20', '64', '200', '400', '2000']

const names: Readonly<Record<string, string>> = {
  eigen: 'symmetric eigenvalues and vectors, `numpy.linalg.eigh`',
  svd: 'singular values and vectors, `numpy.linalg.svd`',
  cholesky: 'Cholesky, `numpy.linalg.cholesky`',
  solve: 'solve by Cholesky, `scipy.linalg.solve(assume_a="pos")`',
  solveAny: 'solve by LU, `numpy.linalg.solve`',
}

/** Small dense linear algebra against LAPACK, one thread each, and principal components. */
export const dense: Group = {
  name: 'dense',
  title: 'Dense linear algebra, one thread: N x N, f64',
  run({ python, pairs }) {
    const ours = fileURLToPath(new URL('./dense-ours.js', import.meta.url))
    const done = inTurns(
      pairs,
      () => timesOf<Side>(process.execPath, [ours, ...sizes]),
      () => timesOf<Side>(python, ['bench/python/dense.py', ...sizes]),
    )
    const rows = Object.entries(names).flatMap(([name, work]) =>
      sizes.map((n) =>
        slower(`${work}, N = ${n}`, done, {
          of: (side) => side.dense[n][name],
          atMost: n === '2000' ? 5 : 3,
        }),
      ),
    )
    const components = Object.keys(done[0].python.pca).map((size) =>
      slower(`PCA ${size}, scikit-learn, full`, done, { of: (side) => side.pca[size] }),
    )
    return {
      rows: [...rows, ...components],
      notes: [
        'The ratio is here ours over Python: the target is its upper bound.',
        'What would take longer than a minute, by the size before, is not run.',
      ],
    }
  },
}

interface Bound {
  readonly of: (side: Side) => Timed | undefined
  readonly atMost?: number
}

/** A row whose target is how much slower than Python ours may be. */
function slower(work: string, done: readonly Pair<Side>[], { of, atMost }: Bound): Row {
  const target = atMost === undefined ? '' : `at most ${atMost}`
  const both = done.map(({ ours, python }) => ({ ours: of(ours), python: of(python) }))
  const python = seconds(median(both.map((pair) => pair.python?.seconds ?? Number.NaN)))
  const here = both.flatMap((pair) =>
    pair.ours && pair.python ? [{ ours: pair.ours, python: pair.python }] : [],
  )
  if (here.length === 0) {
    return { work, ours: 'not run', python, ratio: '', target, verdict: target && 'not met' }
  }
  for (const pair of here) requireClose(work, pair)
  const ratio = median(here.map((pair) => pair.ours.seconds / pair.python.seconds))
  return {
    work,
    ours: seconds(median(here.map((pair) => pair.ours.seconds))),
    python,
    ratio: ratio.toFixed(2),
    target,
    verdict: atMost === undefined ? '' : verdict(ratio <= atMost, atMost / ratio),
  }
}

function requireClose(work: string, { ours, python }: Pair<Timed>): void {
  const apart = Math.abs(Math.abs(ours.check) - Math.abs(python.check))
  if (apart > 1e-8 * Math.abs(python.check)) {
    throw new Error(`${work}: ${ours.check} here, ${python.check} in Python`)
  }
}
