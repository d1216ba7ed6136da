import { startWeights } from './adam.ts'
import { multiply } from './multiply.ts'
import { outputLoss, type Targets } from './output-loss.ts'
import { columnPanels, type Panels, panels } from './panels.ts'

/** What a hidden unit makes of its sum. */
export type Activation = 'relu' | 'tanh'

/** A perceptron with hidden layers: sizes of its layers, inputs first, outputs last. */
export interface Perceptron {
  readonly sizes: readonly number[]
  readonly activation: Activation
}

/** Rows that a perceptron is trained on, laid out once. */
export interface TrainingRows {
  readonly rows: number
  readonly across: Panels
  readonly down: Panels
}

/**
 * Lays out rows for `perceptronLoss`.
 *
 * @param x shape [R, D]
 */
export function trainingRows(x: Float64Array, rows: number, cols: number): TrainingRows {
  return { rows, across: panels(x, rows, cols), down: columnPanels(x, rows, cols) }
}

/**
 * Parameters to begin with, shape [P], layer by layer: weights [outputs, inputs], then biases. The
 * last layer begins at 0, so that classes are alike before training.
 */
export function startPerceptron({ sizes }: Perceptron, seed: number): Float64Array {
  const parts = sizes.slice(1).flatMap((outputs, l) => {
    const isLast = l === sizes.length - 2
    const inputs = sizes[l]
    const weights = isLast
      ? new Float64Array(outputs * inputs)
      : startWeights(inputs, outputs, seed + l)
    return [weights, new Float64Array(outputs)]
  })
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** 1 for each parameter that is a weight, 0 for biases; shape [P]. */
export function weightMask({ sizes }: Perceptron): Uint8Array {
  const flags = sizes.slice(1).flatMap((outputs, l) => {
    const weights = new Array<number>(outputs * sizes[l]).fill(1)
    return [...weights, ...new Array<number>(outputs).fill(0)]
  })
  return Uint8Array.from(flags)
}

/**
 * Outputs of a perceptron.
 *
 * @param parameters as `startPerceptron` lays them out, shape [P]
 * @returns shape [R, last size]; NaN stays in its row
 */
export function perceptronOutputs(
  net: Perceptron,
  parameters: Float64Array,
  across: Panels,
): Float64Array {
  return forward(net, parameters, across).outputs
}

/**
 * The mean loss of a perceptron over rows, and its gradient.
 *
 * @param parameters shape [P]
 * @returns `gradient`, shape [P]
 */
export function perceptronLoss(
  net: Perceptron,
  parameters: Float64Array,
  x: TrainingRows,
  targets: Targets,
): { loss: number; gradient: Float64Array } {
  const { outputs, hidden } = forward(net, parameters, x.across)
  const loss = outputLoss(outputs, targets)
  const gradient = new Float64Array(parameters.length)
  const layers = layersOf(net)
  let above = outputs
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, size, at } = layers[l]
    const below = l === 0 ? x.down : columnPanels(hidden[l - 1], x.rows, inputs)
    multiply(columnPanels(above, x.rows, size), below, gradient.subarray(at, at + size * inputs))
    const bias = at + size * inputs
    for (let i = 0; i < above.length; i++) gradient[bias + (i % size)] += above[i]
    if (l === 0) break
    const weights = parameters.subarray(at, at + size * inputs)
    above = multiply(panels(above, x.rows, size), columnPanels(weights, size, inputs))
    throughActivation(above, hidden[l - 1], net.activation)
  }
  return { loss, gradient }
}

interface Layer {
  readonly inputs: number
  readonly size: number
  /** Where its weights begin. */
  readonly at: number
}

function layersOf({ sizes }: Perceptron): Layer[] {
  let at = 0
  return sizes.slice(1).map((size, l) => {
    const layer = { inputs: sizes[l], size, at }
    at += size * (sizes[l] + 1)
    return layer
  })
}

function forward(net: Perceptron, parameters: Float64Array, across: Panels) {
  const hidden: Float64Array[] = []
  const layers = layersOf(net)
  let below = across
  for (const [l, { inputs, size, at }] of layers.entries()) {
    const weights = parameters.subarray(at, at + size * inputs)
    const sums = multiply(below, panels(weights, size, inputs))
    const bias = at + size * inputs
    for (let i = 0; i < sums.length; i++) sums[i] += parameters[bias + (i % size)]
    if (l === layers.length - 1) return { outputs: sums, hidden }
    activate(sums, net.activation)
    hidden.push(sums)
    below = panels(sums, across.rows, size)
  }
  return { outputs: new Float64Array(0), hidden }
}

function activate(sums: Float64Array, activation: Activation): void {
  for (let i = 0; i < sums.length; i++) {
    if (activation === 'tanh') sums[i] = Math.tanh(sums[i])
    else if (sums[i] < 0) sums[i] = 0
  }
}

function throughActivation(
  gradient: Float64Array,
  active: Float64Array,
  activation: Activation,
): void {
  for (let i = 0; i < gradient.length; i++) {
    if (activation === 'tanh') gradient[i] *= 1 - active[i] * active[i]
    else if (active[i] <= 0) gradient[i] = 0
  }
}
