import { fail } from '../errors.ts'
import { type Block, sizeOf, sourceSize } from './block.ts'
import type { ReadyModel } from './preflight.ts'
import { runGraphs } from './run-graphs.ts'
import { toFloats } from './tensor.ts'

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
  /** From which the numbers of `noise` inputs follow; 0 when not given. */
  readonly seed?: number
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
  const finite = finiteRows(block.values, block.rows, sourceSize(block))
  const limit = Math.max(1, Math.floor(mostBytes / (4 * sizeOf(block))))
  const { output, seed = 0 } = options
  const batch = Math.max(1, Math.min(options.batch ?? usualBatch, limit))
  let found: { values: Float32Array; axes: readonly number[] } | undefined
  for (let from = 0; from < finite.length; from += batch) {
    const rows = finite.subarray(from, from + batch)
    const part = await encodeRows(model, block, { rows, output, seed })
    const width = part.values.length / rows.length
    found ??= { values: new Float32Array(block.rows * width).fill(Number.NaN), axes: part.axes }
    rows.forEach((row, i) => {
      found?.values.set(part.values.subarray(i * width, (i + 1) * width), row * width)
    })
  }
  return found ?? allMissing(model, block, { output, seed })
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

interface Asked {
  readonly output: string
  readonly seed: number
}

interface Rows extends Asked {
  readonly rows: Int32Array
}

async function encodeRows(model: ReadyModel, block: Block, asked: Rows) {
  const { rows, output } = asked
  const { channel, time, depth } = block
  const id = [output, rows.length, channel, time, depth].join()
  const proven = rows.length === 1 ? true : model.sameBytes.get(id)
  if (proven === false) return oneByOne(model, block, asked)
  const together = await runOnce(model, block, asked)
  if (proven) return together
  const apart = await oneByOne(model, block, asked)
  model.sameBytes.set(id, bytesOf(together.values).equals(bytesOf(apart.values)))
  return apart
}

async function oneByOne(model: ReadyModel, block: Block, asked: Rows) {
  const { rows } = asked
  const one = (i: number) => runOnce(model, block, { ...asked, rows: rows.subarray(i, i + 1) })
  const first = await one(0)
  const width = first.values.length
  const values = new Float32Array(rows.length * width)
  values.set(first.values)
  for (let i = 1; i < rows.length; i++) values.set((await one(i)).values, i * width)
  return { values, axes: first.axes }
}

async function runOnce(model: ReadyModel, block: Block, { rows, output, seed }: Rows) {
  const { card, graphs } = model
  const found = await runGraphs(graphs, { card, block, rows, seed }, output)
  const values = toFloats(found)
  if (found.shape[0] !== rows.length) {
    return fail('model-failed', {
      model: card.name,
      output,
      rows: rows.length,
      found: found.shape,
    })
  }
  if (finiteRows(values, 1, values.length).length === 0) {
    return fail('model-failed', { model: card.name, output, says: 'values are not finite' })
  }
  return { values, axes: found.shape.slice(1) }
}

/** NaN for every window: the width is learnt from a window of zeros. */
async function allMissing(model: ReadyModel, block: Block, asked: Asked): Promise<Embeddings> {
  const one = { ...block, rows: 1, values: new Float32Array(sourceSize(block)) }
  const { values, axes } = await runOnce(model, one, { ...asked, rows: Int32Array.of(0) })
  return { values: new Float32Array(block.rows * values.length).fill(Number.NaN), axes }
}

function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength)
}
