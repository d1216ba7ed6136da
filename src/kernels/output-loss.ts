import { softmax } from './softmax.ts'

/** What outputs are compared with. */
export interface Targets {
  /** Class codes, shape [R], or numbers, shape [R, width]. */
  readonly y: Float64Array
  /** Whether `y` are classes. */
  readonly isClass: boolean
  /** Classes, or numbers of a row. */
  readonly width: number
}

/**
 * The mean loss of outputs over rows: of classes the cross-entropy of their softmax, of numbers
 * half the squared difference, summed over the numbers of a row.
 *
 * @param outputs shape [R, width]; overwritten by the gradient, of the same shape
 */
export function outputLoss(outputs: Float64Array, { y, isClass, width }: Targets): number {
  const rows = outputs.length / width
  return isClass ? crossEntropy(outputs, y, width) / rows : squaredError(outputs, y, rows)
}

function crossEntropy(outputs: Float64Array, y: Float64Array, width: number): number {
  softmax(outputs, width)
  let loss = 0
  for (let r = 0; r < y.length; r++) {
    const own = r * width + y[r]
    loss -= Math.log(Math.max(outputs[own], Number.MIN_VALUE))
    outputs[own] -= 1
  }
  for (let i = 0; i < outputs.length; i++) outputs[i] /= y.length
  return loss
}

function squaredError(outputs: Float64Array, y: Float64Array, rows: number): number {
  let loss = 0
  for (let i = 0; i < outputs.length; i++) {
    const apart = outputs[i] - y[i]
    loss += (0.5 * apart * apart) / rows
    outputs[i] = apart / rows
  }
  return loss
}
