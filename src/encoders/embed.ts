import { fail } from '../errors.ts'
import { encoderGraph } from './card.ts'
import type { ReadyModel } from './preflight.ts'
import type { Feed } from './session.ts'

/** Windows to be encoded: shape [R, channel, time, depth], with the channels of the model. */
export interface Block {
  readonly values: Float32Array
  readonly rows: number
  readonly channel: number
  readonly time: number
  readonly depth: number
}

/** Embeddings of windows; the axes are those of the output without the batch. */
export interface Embeddings {
  /** Shape [R, ...axes]; a window with a value that is not finite gives NaN. */
  readonly values: Float32Array
  readonly axes: readonly number[]
}

export interface EmbedOptions {
  /** Name of the output. */
  readonly output: string
  /** Most windows in one run of the graph; it changes the time taken, never a bit of the result. */
  readonly batch?: number
}

/** Bytes of input in one run at most, which bounds the memory of a batch. */
const mostBytes = 32 * 2 ** 20
const usualBatch = 16

/**
 * Encodes windows in batches, with the result of encoding each window by itself.
 *
 * A graph may round differently when it multiplies larger matrices. Therefore the first batch of
 * each size is also run window by window: where the bytes are not the same, batches of that size
 * are not used with this model again.
 *
 * Windows with NaN or infinities do not reach the graph.
 *
 * @throws {NeurarrowError} `model-failed` when the graph cannot be run, or gives values that are
 *   not finite for a window that is
 */
export async function embed(
  model: ReadyModel,
  block: Block,
  options: EmbedOptions,
): Promise<Embeddings> {
  const size = block.channel * block.time * block.depth
  const finite = finiteRows(block.values, block.rows, size)
  const limit = Math.max(1, Math.floor(mostBytes / (4 * size)))
  const batch = Math.max(1, Math.min(options.batch ?? usualBatch, limit))
  let found: { values: Float32Array; axes: readonly number[] } | undefined
  for (let from = 0; from < finite.length; from += batch) {
    const rows = finite.subarray(from, from + batch)
    const part = await encodeRows(model, block, { rows, output: options.output })
    const width = part.values.length / rows.length
    found ??= { values: new Float32Array(block.rows * width).fill(Number.NaN), axes: part.axes }
    rows.forEach((row, i) => {
      found?.values.set(part.values.subarray(i * width, (i + 1) * width), row * width)
    })
  }
  return found ?? allMissing(model, block, options.output)
}

/** Positions of the windows whose values are all finite. */
function finiteRows(values: Float32Array, rows: number, size: number): Int32Array {
  const kept = new Int32Array(rows)
  let count = 0
  for (let r = 0; r < rows; r++) {
    let sum = 0
    for (let i = r * size; i < (r + 1) * size; i++) sum += values[i] - values[i]
    if (sum === 0) kept[count++] = r
  }
  return kept.subarray(0, count)
}

interface Rows {
  readonly rows: Int32Array
  readonly output: string
}

async function encodeRows(model: ReadyModel, block: Block, { rows, output }: Rows) {
  const { channel, time, depth } = block
  const id = [output, rows.length, channel, time, depth].join()
  const proven = rows.length === 1 ? true : model.sameBytes.get(id)
  if (proven !== false) {
    const together = await runOnce(model, block, { rows, output })
    if (proven) return together
    const apart = await oneByOne(model, block, { rows, output })
    model.sameBytes.set(id, bytesOf(together.values).equals(bytesOf(apart.values)))
    return apart
  }
  return oneByOne(model, block, { rows, output })
}

async function oneByOne(model: ReadyModel, block: Block, { rows, output }: Rows) {
  const first = await runOnce(model, block, { rows: rows.subarray(0, 1), output })
  const width = first.values.length
  const values = new Float32Array(rows.length * width)
  values.set(first.values)
  for (let i = 1; i < rows.length; i++) {
    const next = await runOnce(model, block, { rows: rows.subarray(i, i + 1), output })
    values.set(next.values, i * width)
  }
  return { values, axes: first.axes }
}

async function runOnce(model: ReadyModel, block: Block, { rows, output }: Rows) {
  const { values, shape } = await model.session.run(feedsOf(model, block, rows), output)
  if (shape[0] !== rows.length) {
    return fail('model-failed', { model: model.card.name, output, rows: rows.length, found: shape })
  }
  if (finiteRows(values, 1, values.length).length === 0) {
    return fail('model-failed', { model: model.card.name, output, says: 'values are not finite' })
  }
  return { values, axes: shape.slice(1) }
}

function feedsOf(model: ReadyModel, block: Block, rows: Int32Array): Record<string, Feed> {
  const { channel, time, depth } = block
  const samples = samplesOf(block, rows)
  const feeds = encoderGraph(model.card).inputs.map(({ name, is }): [string, Feed] => {
    if (is === 'tokens')
      return [name, { values: samples, shape: [rows.length, channel, time, depth] }]
    if (is === 'signal')
      return [name, { values: samples, shape: [rows.length, channel, time * depth] }]
    const ids = BigInt64Array.from({ length: rows.length * channel }, (_, i) => BigInt(i % channel))
    return [name, { values: ids, shape: [rows.length, channel] }]
  })
  return Object.fromEntries(feeds)
}

/** A copy: the runtime takes no shared memory, and chosen windows need not follow each other. */
function samplesOf({ values, channel, time, depth }: Block, rows: Int32Array): Float32Array {
  const size = channel * time * depth
  const out = new Float32Array(rows.length * size)
  rows.forEach((row, i) => {
    out.set(values.subarray(row * size, (row + 1) * size), i * size)
  })
  return out
}

/** NaN for every window: the width is learnt from a window of zeros. */
async function allMissing(model: ReadyModel, block: Block, output: string): Promise<Embeddings> {
  const zeros = new Float32Array(block.channel * block.time * block.depth)
  const one = { ...block, rows: 1, values: zeros }
  const { values, axes } = await runOnce(model, one, { rows: Int32Array.of(0), output })
  return { values: new Float32Array(block.rows * values.length).fill(Number.NaN), axes }
}

function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength)
}
