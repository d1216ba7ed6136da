import { firstHole } from '../kernels/first-hole.ts'
import { unset32 } from '../kernels/recycling.ts'
import { type Block, sizeOf, sourceSize } from './block.ts'
import type { Device } from './device.ts'
import type { ReadyModel } from './preflight.ts'
import { type Asked, copiesOf, steadyBatch, takesBatches } from './steady-batch.ts'

/** Embeddings of windows; the axes are those of the output without the batch. */
export interface Embeddings {
  /** Shape [R, ...axes]; a window with a value that is not finite gives NaN. */
  readonly values: Float32Array
  readonly axes: readonly number[]
}

export interface EmbedOptions {
  /** Name of the output. */
  readonly output: string
  /**
   * Most windows in one run of the graph; it changes the time taken, never a bit of the result. A
   * graph that rounds otherwise for a single window is run on two at least.
   */
  readonly batch?: number
  /** From which the numbers of `noise` inputs follow; 0 when not given. */
  readonly seed?: number
}

/** Bytes of input in one run at most, which bounds the memory of a batch. */
const mostBytes = 32 * 2 ** 20
/** Windows in one run: a processor gains nothing from more, other devices do. */
const usualBatch = (device: Device) => (device === 'cpu' ? 8 : 128)

/**
 * Encodes windows in batches, with the bytes of encoding each window by itself (`steadyBatch`).
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
  const most = takesBatches(model) ? limit : 1
  const asked = Math.max(1, Math.min(options.batch ?? usualBatch(model.device), most))
  const batch = Math.max(asked, await copiesOf(model, block, { output, seed }))
  let found: { values: Float32Array; axes: readonly number[] } | undefined
  for (let from = 0; from < finite.length; ) {
    const rows = finite.subarray(from, from + sizeOfRun(batch, finite.length - from))
    from += rows.length
    const part = await steadyBatch(model, block, { rows, output, seed })
    const width = part.values.length / rows.length
    found ??= { values: roomFor(block.rows, finite, width), axes: part.axes }
    const { values } = found
    if (rows[rows.length - 1] - rows[0] === rows.length - 1) {
      values.set(part.values, rows[0] * width)
      continue
    }
    rows.forEach((row, i) => {
      values.set(part.values.subarray(i * width, (i + 1) * width), row * width)
    })
  }
  return found ?? allMissing(model, block, { output, seed })
}

/** So many windows or fewer that are left over a batch are one run. */
const smallRun = 8

/**
 * What is left over a batch goes in halves of it until it is small: few sizes occur, since each
 * has to be proven.
 */
function sizeOfRun(batch: number, left: number): number {
  if (left <= Math.min(batch, smallRun)) return left
  let size = batch
  while (size > left) size = Math.floor(size / 2)
  return size
}

/** Positions of the windows whose values are all finite. */
function finiteRows(values: Float32Array, rows: number, size: number): Int32Array {
  const kept = Int32Array.from({ length: rows }, (_, r) => r)
  if (firstHole(values.subarray(0, rows * size)) < 0) return kept
  let count = 0
  for (let r = 0; r < rows; r++) {
    let sum = 0
    for (let i = r * size; i < (r + 1) * size; i++) sum += values[i] - values[i]
    if (sum === 0) kept[count++] = r
  }
  return kept.subarray(0, count)
}

/** Room for the windows, shape [rows, width]: NaN where a window is not finite, else unset. */
function roomFor(rows: number, finite: Int32Array, width: number): Float32Array {
  const values = unset32(rows * width)
  return finite.length === rows ? values : values.fill(Number.NaN)
}

/** NaN for every window: the width is learnt from a window of zeros. */
async function allMissing(
  model: ReadyModel,
  block: Block,
  asked: Omit<Asked, 'rows'>,
): Promise<Embeddings> {
  const one = { ...block, rows: 1, values: new Float32Array(sourceSize(block)) }
  const { values, axes } = await steadyBatch(model, one, { ...asked, rows: Int32Array.of(0) })
  return { values: new Float32Array(block.rows * values.length).fill(Number.NaN), axes }
}
