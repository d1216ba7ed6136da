import { fail } from '../errors.ts'
import { firstHole } from '../kernels/first-hole.ts'
import { random } from '../kernels/random.ts'
import { type Block, sourceSize } from './block.ts'
import type { FeedRequest } from './feed-source.ts'
import type { ReadyModel } from './preflight.ts'
import { runGraphs } from './run-graphs.ts'
import { toFloats } from './tensor.ts'

/** Which windows are encoded, and what is asked of the model. */
export interface Asked {
  readonly rows: Int32Array
  readonly output: string
  /** From which the numbers of `noise` inputs follow. */
  readonly seed: number
  /** What is fed to inputs of a role instead of what follows from the block. */
  readonly given?: FeedRequest['given']
}

/** What windows were encoded to: `values` shape [batch, ...axes]. */
export interface Encoded {
  readonly values: Float32Array
  readonly axes: readonly number[]
}

/**
 * Encodes a batch of windows with the bytes that each window has by itself.
 *
 * A graph may round differently when it multiplies larger matrices. Therefore the first batch of
 * each size is run window by window, and the second both ways: where the bytes are not the same,
 * batches of that size are not used with this model again. Many graphs differ only between one
 * window (a matrix times a vector) and more (a matrix times a matrix). There a window by itself is
 * run beside its own copy.
 *
 * @throws {NeurarrowError} `model-failed` when the graph cannot be run, or gives values that are
 *   not finite for a window that is
 */
export async function steadyBatch(model: ReadyModel, block: Block, asked: Asked): Promise<Encoded> {
  const { rows, output } = asked
  const { channel, time, depth } = block
  const copies = await copiesOf(model, block, asked)
  const id = [output, rows.length, channel, time, depth].join()
  const proven = rows.length === 1 ? false : model.sameBytes.get(id)
  // a size that comes only once is not worth the proof
  if (proven === undefined) model.sameBytes.set(id, 'open')
  if (proven === undefined || proven === false) return oneByOne(model, block, asked, copies)
  const together = await runOnce(model, block, asked)
  if (proven === true) return together
  const apart = await oneByOne(model, block, asked, copies)
  model.sameBytes.set(id, isSame(together.values, apart.values))
  return apart
}

/** Whether a model takes more than one window in a run. */
export function takesBatches({ graphs }: ReadyModel): boolean {
  const first = graphs.flatMap(({ facts }) => facts.outputs.map(({ shape }) => shape[0]))
  return first.every((axis) => axis !== 1)
}

/** How often a window by itself is put into a run: 2 where larger batches then agree, else 1. */
export function copiesOf(
  model: ReadyModel,
  block: Block,
  asked: Omit<Asked, 'rows'>,
): Promise<number> {
  const id = [asked.output, block.channel, block.time, block.depth].join()
  const known = model.copies.get(id)
  if (known) return known
  const finding = takesBatches(model)
    ? findCopies(model, probeOf(model, block), asked)
    : Promise.resolve(1)
  model.copies.set(id, finding)
  return finding
}

async function findCopies(
  model: ReadyModel,
  probe: Block,
  asked: Omit<Asked, 'rows'>,
): Promise<number> {
  const run = async (...rows: number[]) => {
    const { values } = await runOnce(model, probe, { ...asked, rows: Int32Array.from(rows) })
    const width = values.length / rows.length
    return rows.map((_, i) => values.subarray(i * width, (i + 1) * width))
  }
  const [alone] = await run(0)
  const [twin] = await run(0, 0)
  if (isSame(alone, twin)) return 1
  const [first] = await run(0, 1)
  const [, last] = await run(1, 0)
  return isSame(twin, first) && isSame(twin, last) ? 2 : 1
}

/** Two windows of noise in the place of the block's own: the same for every recording. */
function probeOf({ card }: ReadyModel, block: Block): Block {
  const [low, high] = card.scale?.medianAbs ?? [0, 1]
  const draw = random(1)
  const scale = Math.min(high, Math.max(low, 1))
  const values = Float32Array.from({ length: 2 * sourceSize(block) }, () => scale * draw.normal())
  const twice = (all: Readonly<Record<string, Float32Array>> = {}) =>
    Object.fromEntries(
      Object.entries(all).map(([name, numbers]) => {
        const first = numbers.subarray(0, numbers.length / block.rows)
        const both = new Float32Array(2 * first.length)
        both.set(first)
        both.set(first, first.length)
        return [name, both]
      }),
    )
  const { byRow, byInput } = block.known ?? {}
  const known = { ...block.known, byRow: twice(byRow), byInput: twice(byInput) }
  return { ...block, rows: 2, values, known }
}

async function oneByOne(model: ReadyModel, block: Block, asked: Asked, copies: number) {
  const { rows } = asked
  const run = async (i: number) => {
    const { values, axes } = await runOnce(model, block, {
      ...asked,
      rows: new Int32Array(copies).fill(rows[i]),
    })
    return { values: values.subarray(0, values.length / copies), axes }
  }
  const first = await run(0)
  if (rows.length === 1) return first
  const width = first.values.length
  const values = new Float32Array(rows.length * width)
  values.set(first.values)
  for (let i = 1; i < rows.length; i++) values.set((await run(i)).values, i * width)
  return { values, axes: first.axes }
}

async function runOnce(model: ReadyModel, block: Block, asked: Asked): Promise<Encoded> {
  const { card, graphs } = model
  const { rows, output, seed, given } = asked
  const found = await runGraphs(graphs, { card, block, rows, seed, given }, output)
  const values = toFloats(found)
  if (found.shape[0] !== rows.length) {
    const facts = { model: card.name, output, rows: rows.length, found: found.shape }
    return fail('model-failed', facts)
  }
  if (firstHole(values) >= 0) {
    return fail('model-failed', { model: card.name, output, says: 'values are not finite' })
  }
  return { values, axes: found.shape.slice(1) }
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return bytesOf(a).equals(bytesOf(b))
}

function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength)
}
