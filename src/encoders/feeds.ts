import { fail } from '../errors.ts'
import { axisLengths, type FedInput, type FeedRequest, scalar, sourceOf } from './feed-source.ts'
import { spread } from './spread.ts'
import { type Dtype, type TensorData, toDtype } from './tensor.ts'

/** An input of a graph as its card declares it. */
export interface DeclaredInput extends FedInput {
  readonly dtype: Dtype
  /** Fills an input that never changes. */
  readonly constant?: number
}

/**
 * The tensors to feed to a graph for some windows.
 *
 * @param made tensors that graphs before this one gave, by name; an input of the same name takes
 *   them as they are
 * @throws {NeurarrowError} `model-input` when what an input asks for is not known of the windows,
 *   or does not go into the shape that the card declares
 */
export function feedsOf(
  inputs: readonly DeclaredInput[],
  request: FeedRequest,
  made: Readonly<Record<string, TensorData>> = {},
): Record<string, TensorData> {
  const feeds: Record<string, TensorData> = {}
  for (const input of inputs) {
    const before = made[input.name]
    feeds[input.name] = before ? asDeclared(before, input) : feedOf(input, request)
  }
  return feeds
}

function feedOf(input: DeclaredInput, request: FeedRequest): TensorData {
  const named = input.constant === undefined ? sourceOf(request, input) : scalar(input.constant)
  const lengths = axisLengths(request)
  const fitted = spread(named, input.shape, lengths)
  if (fitted === undefined) {
    return fail('model-input', {
      model: request.card.name,
      contract: 'shape',
      input: input.name,
      expected: input.shape,
      found: named.axes,
    })
  }
  return { dtype: input.dtype, values: toDtype(fitted.values, input.dtype), shape: fitted.shape }
}

/** A tensor of a graph before, in the type that this one takes. */
function asDeclared(made: TensorData, { dtype }: DeclaredInput): TensorData {
  if (made.dtype === dtype) return made
  const values = Float64Array.from(made.values as ArrayLike<number>, Number)
  return { dtype, values: toDtype(values, dtype), shape: made.shape }
}
