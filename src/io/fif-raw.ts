import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import type { Source } from '../reader.ts'
import { blocksOf, type FifBlock, type FifTag, fif, fifBlock, tagOf } from './fif-tags.ts'
import { fifNumber } from './fif-values.ts'
import { bytesOfType, readSampleRows, type SampleType } from './sample-rows.ts'
import type { SampledPiece } from './sampled-recording.ts'

/** Samples that follow each other in one file. */
interface FifBuffer {
  readonly at: number
  readonly type: SampleType
  /** First sample, counted over all samples that there are. */
  readonly first: number
  readonly samples: number
}

/** The samples of a FIF file: where they lie, and the stretches without a gap. */
export interface FifSamples {
  readonly buffers: readonly FifBuffer[]
  readonly pieces: readonly SampledPiece[]
  readonly samples: number
  /** Number of the first sample since the measurement began. */
  readonly firstSample: number
  /** Samples from the first to the last, gaps included. */
  readonly span: number
}

/** Types of samples by number; 16 is an integer of 16 bits under another name. */
const types: Readonly<Record<number, SampleType>> = {
  ...{ 2: 'int16', 16: 'int16', 3: 'int32', 4: 'float32', 5: 'float64' },
}

/**
 * Finds the samples of a raw FIF file: blocks of samples one after the other, with gaps that are
 * stated as a number of blocks that were not kept.
 *
 * @param channels C; a block holds whole samples of all of them
 * @returns `undefined` when the file has no raw data
 * @throws {NeurarrowError} `file-corrupt` for packed or complex samples, or a torn block
 */
export async function fifSamples(
  source: Source,
  root: FifBlock,
  { channels, rateHz }: { readonly channels: number; readonly rateHz: number },
): Promise<FifSamples | undefined> {
  const kinds = [fifBlock.raw, fifBlock.continuous, fifBlock.smshRaw]
  const block = kinds.flatMap((kind) => blocksOf(root, kind)).find(hasBuffers)
  if (block === undefined) return undefined
  const stated = (await fifNumber(source, tagOf(block, fif.firstSample))) ?? 0
  const buffers: FifBuffer[] = []
  const pieces: { first: number; startS: number; samples: number }[] = []
  // blocks that are left out in front belong to the time before the first sample
  let [samples, skipped, gap, before] = [0, 0, 0, 0]
  for (const tag of block.tags) {
    if (tag.kind === fif.dataSkip) gap += Math.max(0, (await fifNumber(source, tag)) ?? 0)
    if (tag.kind !== fif.dataBuffer) continue
    const buffer = bufferOf(source, tag, channels, samples)
    if (buffers.length === 0) before = gap * buffer.samples
    else skipped += gap * buffer.samples
    if (buffers.length === 0 || gap > 0) {
      pieces.push({ first: samples, startS: (samples + skipped) / rateHz, samples: 0 })
    }
    gap = 0
    buffers.push(buffer)
    samples += buffer.samples
    pieces[pieces.length - 1].samples += buffer.samples
  }
  return { buffers, pieces, samples, firstSample: stated + before, span: samples + skipped }
}

const hasBuffers = ({ tags }: FifBlock) => tags.some(({ kind }) => kind === fif.dataBuffer)

function bufferOf(source: Source, tag: FifTag, channels: number, first: number): FifBuffer {
  const type = types[tag.type]
  const facts = { file: source.name, byte: tag.at }
  if (type === undefined) {
    return fail('file-corrupt', { ...facts, type: tag.type, expected: 'real numbers, not packed' })
  }
  const frame = channels * bytesOfType(type)
  const samples = tag.size / frame
  if (!Number.isInteger(samples)) fail('file-corrupt', { ...facts, size: tag.size, frame })
  return { at: tag.at, type, first, samples }
}

/**
 * Reads samples [from, to), counted without gaps, of some channels.
 *
 * @returns shape [R, to - from]
 * @throws {NeurarrowError} `file-truncated`
 */
export async function readFifSamples(
  source: Source,
  { buffers }: FifSamples,
  rows: readonly { readonly index: number; readonly gain: number }[],
  { channels, from, to }: { readonly channels: number; readonly from: number; readonly to: number },
): Promise<Float32Array> {
  const length = to - from
  const out = unset32(rows.length * length)
  for (const { at, type, first, samples } of buffers) {
    const [start, end] = [Math.max(from, first), Math.min(to, first + samples)]
    if (end <= start) continue
    const layout = { at, channels, samples, type, isLittle: false, order: 'frames' } as const
    const values = await readSampleRows(source, layout, rows, [start - first, end - first])
    const count = end - start
    for (let r = 0; r < rows.length; r++) {
      out.set(values.subarray(r * count, (r + 1) * count), r * length + start - from)
    }
  }
  return out
}
