import { gram, multiply } from './multiply.ts'
import { columnPanels } from './panels.ts'

/**
 * Linear centred kernel alignment of two sets of features of the same rows: from 0, nothing in
 * common, to 1, the same up to rotation and scale. NaN when one is constant.
 *
 * @param x shape [R, P]
 * @param y shape [R, Q]
 * @param rows R
 * @see Kornblith, Norouzi, Lee & Hinton (2019), Proc. Mach. Learn. Res. 97:3519-3529
 */
export function linearCka(x: Float64Array, y: Float64Array, rows: number): number {
  const [a, b] = [centredColumns(x, rows), centredColumns(y, rows)]
  const across = squares(multiply(a, b))
  return across / Math.sqrt(squares(gram(a)) * squares(gram(b)))
}

function centredColumns(x: Float64Array, rows: number) {
  const cols = x.length / rows
  const means = new Float64Array(cols)
  for (let i = 0; i < x.length; i++) means[i % cols] += x[i] / rows
  return columnPanels(
    x.map((value, i) => value - means[i % cols]),
    rows,
    cols,
  )
}

function squares(x: Float64Array): number {
  return x.reduce((sum, value) => sum + value * value, 0)
}
