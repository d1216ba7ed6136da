import { makeDesign } from './design.ts'
import type { Linear } from './linear-scores.ts'
import { type Ending, type Loss, newtonCg } from './newton-cg.ts'
import { unset64 } from './recycling.ts'
import { rowSpace } from './row-space.ts'
import { softmax } from './softmax.ts'

/** Rows with their classes, as linear classifiers take them. */
export interface LabelledRows {
  /** Shape [R, D]. */
  readonly x: Float64Array
  /** Class codes 0..K-1, each present, shape [R]. */
  readonly y: Float64Array
  /** K, at least 2. */
  readonly classes: number
  /** What each row's loss counts, shape [R]. */
  readonly weights: Float64Array
}

/** A fitted linear classifier, and how the fit went. */
export interface LinearFit extends Linear {
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Fits logistic regression with an L2 penalty: minimises
 * c · sum of weighted losses + half the squared weights; intercepts cost nothing.
 *
 * With two classes there is one score, the log-odds of class 1; with more, K scores whose softmax
 * gives the probabilities. Features are centred, and rows with many more features than rows are
 * fitted in their own span; neither changes the optimum.
 *
 * @param data rows of shape [R, D]
 * @param c inverse strength of the penalty, above 0
 * @returns weights of shape [1, D] or [K, D]
 * @see `sklearn.linear_model.LogisticRegression`, which has the same optimum
 */
export function logisticRegression(data: LabelledRows, c: number, ending: Ending): LinearFit {
  const rows = data.y.length
  const depth = data.x.length / rows
  const { centred, means } = centre(data.x, rows, depth)
  const space = depth > spanWorth * rows ? rowSpace(centred, rows) : undefined
  const design = makeDesign(space?.coordinates ?? centred, rows, { weights: 1 / c, intercept: 0 })
  const loss = data.classes === 2 ? binaryLoss(data) : multinomialLoss(data)
  const { coefficients, iterations, converged } = newtonCg(design, loss, ending)
  const wide = design.penalty.length
  const weights = new Float64Array(loss.outputs * depth)
  const intercepts = new Float64Array(loss.outputs)
  for (let k = 0; k < loss.outputs; k++) {
    const own = coefficients.subarray(k * wide, (k + 1) * wide - 1)
    const w = space ? space.weights(own) : own
    weights.set(w, k * depth)
    intercepts[k] = coefficients[(k + 1) * wide - 1]
    for (let d = 0; d < depth; d++) intercepts[k] -= w[d] * means[d]
  }
  return { weights, intercepts, iterations, converged }
}

/** Features over rows from which finding the rows' span costs less than it saves. */
const spanWorth = 3

function centre(x: Float64Array, rows: number, depth: number) {
  const means = new Float64Array(depth)
  for (let i = 0; i < x.length; i += depth) {
    for (let d = 0; d < depth; d++) means[d] += x[i + d]
  }
  for (let d = 0; d < depth; d++) means[d] /= rows
  const centred = unset64(x.length)
  for (let i = 0; i < x.length; i += depth) {
    for (let d = 0; d < depth; d++) centred[i + d] = x[i + d] - means[d]
  }
  return { centred, means }
}

function binaryLoss({ y, weights }: LabelledRows): Loss {
  const bend = new Float64Array(y.length)
  return {
    outputs: 1,
    smooth: true,
    slope(z, out) {
      for (let r = 0; r < y.length; r++) {
        const small = Math.exp(-Math.abs(z[r]))
        const p = (z[r] > 0 ? 1 : small) / (1 + small)
        out[r] = weights[r] * (p - y[r])
        bend[r] = (weights[r] * small) / ((1 + small) * (1 + small))
      }
    },
    curve(v, out) {
      for (let r = 0; r < y.length; r++) out[r] = bend[r] * v[r]
    },
    bends(out) {
      out.set(bend)
    },
  }
}

/**
 * Half the squared mean of a row's scores is added: it is 0 at the optimum, where scores have mean
 * 0, and gives the direction in which all scores rise together the curvature that softmax lacks.
 */
function multinomialLoss({ y, weights, classes }: LabelledRows): Loss {
  const rows = y.length
  const p = new Float64Array(classes * rows)
  return {
    outputs: classes,
    smooth: true,
    slope(z, out) {
      const row = new Float64Array(classes)
      for (let r = 0; r < rows; r++) {
        let sum = 0
        for (let k = 0; k < classes; k++) {
          row[k] = z[k * rows + r]
          sum += row[k]
        }
        softmax(row, classes)
        const level = sum / classes ** 2
        for (let k = 0; k < classes; k++) {
          p[k * rows + r] = row[k]
          out[k * rows + r] = weights[r] * (row[k] - (k === y[r] ? 1 : 0) + level)
        }
      }
    },
    curve(v, out) {
      for (let r = 0; r < rows; r++) {
        let mean = 0
        let sum = 0
        for (let i = r; i < v.length; i += rows) {
          mean += p[i] * v[i]
          sum += v[i]
        }
        const level = sum / classes ** 2
        for (let i = r; i < v.length; i += rows) {
          out[i] = weights[r] * (p[i] * (v[i] - mean) + level)
        }
      }
    },
    bends(out) {
      for (let i = 0; i < p.length; i++) {
        out[i] = weights[i % rows] * (p[i] * (1 - p[i]) + 1 / classes ** 2)
      }
    },
  }
}
