import { fail } from '../errors.ts'
import { type Block, rowsOf } from './block.ts'
import {
  axisLengths,
  type FedInput,
  type FeedRequest,
  ofBlock,
  scalar,
  sourceOf,
} from './feed-source.ts'
import { type Layout, layoutOf, type Named, shapeOf, spread } from './spread.ts'
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

/** What is known of an input of a block from the last time that as many windows were fed. */
interface Fed {
  readonly windows: number
  readonly layout: Layout
  /** Absent where it is another for other windows. */
  readonly feed?: TensorData
}

const fed = new WeakMap<Block, Map<DeclaredInput, Fed>>()

function feedOf(input: DeclaredInput, request: FeedRequest): TensorData {
  const { dtype } = input
  const own = ownNumbers(input, request)
  if (own) return { dtype, values: toDtype(own.values, dtype), shape: own.shape }
  const { block, rows, given } = request
  const known = fed.get(block) ?? new Map<DeclaredInput, Fed>()
  fed.set(block, known)
  const last = known.get(input)
  const before = given === undefined && last?.windows === rows.length ? last : undefined
  if (before?.feed) return before.feed
  const named = input.constant === undefined ? sourceOf(request, input) : scalar(input.constant)
  const layout = before?.layout ?? requireLayout(named, input, request)
  const feed = { dtype, values: toDtype(spread(named.values, layout), dtype), shape: layout.shape }
  const isShared = ofBlock.has(input.is) || input.constant !== undefined
  if (given === undefined) {
    known.set(input, { windows: rows.length, layout, feed: isShared ? feed : undefined })
  }
  return feed
}

function requireLayout(named: Named, input: DeclaredInput, request: FeedRequest): Layout {
  const layout = layoutOf(named, input.shape, axisLengths(request))
  if (layout) return layout
  return fail('model-input', {
    model: request.card.name,
    contract: 'shape',
    input: input.name,
    expected: input.shape,
    found: named.axes,
  })
}

/** Numbers that are given for an input by its name, in the shape that it declares. */
function ownNumbers({ name, shape: declared }: DeclaredInput, request: FeedRequest) {
  const { block, rows } = request
  const all = block.known?.byInput?.[name]
  if (all === undefined) return undefined
  const values = rowsOf(all, block.rows, rows)
  const shape = shapeOf(declared, axisLengths(request)) ?? []
  const needed = shape.reduce((product, length) => product * length, 1)
  if (needed === values.length) return { values, shape }
  const facts = { model: request.card.name, contract: 'shape', input: name }
  return fail('model-input', { ...facts, expected: declared, found: values.length / rows.length })
}

/** A tensor of a graph before, in the type that this one takes. */
function asDeclared(made: TensorData, { dtype }: DeclaredInput): TensorData {
  if (made.dtype === dtype) return made
  const values = Float64Array.from(made.values as ArrayLike<number>, Number)
  return { dtype, values: toDtype(values, dtype), shape: made.shape }
}
