import { random } from './random.ts'

/** How a loss is made small. */
export interface AdamOptions {
  readonly epochs: number
  /** Size of a step. */
  readonly rate: number
  /** Share of the step by which parameters are pulled to 0 beside it (AdamW). */
  readonly weightDecay: number
  /** Which parameters are pulled to 0, 1 or 0 each, shape [P]. */
  readonly decayed: Uint8Array
  /** Epochs without a better loss of what is kept aside, after which training ends. */
  readonly patience?: number
}

/** The loss at some parameters, and its gradient, shape [P], a new array or the same each time. */
export type LossAt = (parameters: Float64Array) => { loss: number; gradient: Float64Array }

/** Parameters after training. */
export interface Trained {
  readonly parameters: Float64Array
  /** The epoch they are from, counted from 1; 0 is the start. */
  readonly epoch: number
  /** Loss before each epoch, and at the end. */
  readonly losses: readonly number[]
}

/**
 * Makes a loss small by Adam with decoupled weight decay; every step sees all rows.
 *
 * With `aside`, the parameters of the epoch with its smallest loss are given back, the first of
 * equals, and training ends when `patience` epochs brought no better one.
 *
 * @param start shape [P], left as it is
 * @param aside the loss of rows that are not trained on
 * @see Kingma and Ba (2015), arXiv:1412.6980; Loshchilov and Hutter (2019), arXiv:1711.05101;
 *   `torch.optim.AdamW` with its beta and epsilon
 */
export function adam(
  start: Float64Array,
  lossAt: LossAt,
  options: AdamOptions,
  aside?: (parameters: Float64Array) => number,
): Trained {
  const { epochs, rate, weightDecay, decayed, patience = Number.POSITIVE_INFINITY } = options
  const parameters = start.slice()
  const [first, second] = [new Float64Array(start.length), new Float64Array(start.length)]
  const losses: number[] = []
  let best = { parameters: start, epoch: 0, loss: aside?.(start) ?? Number.POSITIVE_INFINITY }
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const { loss, gradient } = lossAt(parameters)
    losses.push(loss)
    const [one, two] = [1 - 0.9 ** epoch, 1 - 0.999 ** epoch]
    for (let p = 0; p < parameters.length; p++) {
      first[p] = 0.9 * first[p] + 0.1 * gradient[p]
      second[p] = 0.999 * second[p] + 0.001 * gradient[p] * gradient[p]
      if (decayed[p]) parameters[p] -= rate * weightDecay * parameters[p]
      parameters[p] -= (rate * (first[p] / one)) / (Math.sqrt(second[p] / two) + 1e-8)
    }
    if (!aside) continue
    const found = aside(parameters)
    if (found < best.loss) best = { parameters: parameters.slice(), epoch, loss: found }
    else if (epoch - best.epoch >= patience) break
  }
  losses.push(lossAt(parameters).loss)
  return aside
    ? { parameters: best.parameters, epoch: best.epoch, losses }
    : { parameters, epoch: epochs, losses }
}

/**
 * Weights of a layer to begin with: uniform within 1 / sqrt(inputs), as `torch.nn.Linear`.
 *
 * @returns shape [outputs, inputs]
 */
export function startWeights(inputs: number, outputs: number, seed: number): Float64Array {
  const draw = random(seed)
  const bound = 1 / Math.sqrt(inputs)
  return Float64Array.from({ length: inputs * outputs }, () => bound * (2 * draw.uniform() - 1))
}
