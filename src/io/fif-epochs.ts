import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { Event } from '../tables/events.ts'
import { blocksOf, type FifBlock, fif, fifBlock, tagOf } from './fif-tags.ts'
import { fifMatrix, fifNumber, fifNumbers, fifText } from './fif-values.ts'
import { readSampleRows, type SampleType } from './sample-rows.ts'

/** The epochs of a FIF file. */
export interface FifEpochs {
  /** N, and T samples of each. */
  readonly count: number
  readonly samples: number
  readonly at: number
  readonly type: SampleType
  /** The events, with onsets from sample 0 of the recording that was cut; N of them. */
  readonly events: readonly Event[]
  /** Of the first sample of an epoch from its event, s. */
  readonly tminS: number
}

/** What the places of epochs follow from. */
export interface EpochsSetting {
  readonly channels: number
  readonly rateHz: number
}

/**
 * Finds the epochs of a FIF file, and the events around which they were cut.
 *
 * An event has the name of its code, else the code itself. Its time is counted in samples of the
 * recording that was cut, which may have had another rate.
 *
 * @returns `undefined` when the file has no epochs
 * @throws {NeurarrowError} `file-corrupt` for complex epochs, or when epochs, events and channels
 *   do not fit
 */
export async function fifEpochs(
  source: Source,
  root: FifBlock,
  { channels, rateHz }: EpochsSetting,
): Promise<FifEpochs | undefined> {
  const [block] = blocksOf(root, fifBlock.epochs)
  const tag = tagOf(block, fif.epoch)
  if (block === undefined || tag === undefined) return undefined
  const { shape, type, at } = await fifMatrix(source, tag)
  const [count, rows, samples] = shape
  const facts = { file: source.name, byte: at, shape }
  if (shape.length !== 3 || rows !== channels || (type !== 4 && type !== 5)) {
    return fail('file-corrupt', { ...facts, channels, expected: 'real numbers [N, C, T]' })
  }
  if (count * samples === 0) fail('file-empty', { file: source.name, shape })
  const first = (await fifNumber(source, tagOf(block, fif.firstSample))) ?? 0
  const rawHz = (await fifNumber(source, tagOf(block, fif.rawSfreq))) ?? rateHz
  const [list] = blocksOf(block, fifBlock.events)
  const events = await eventsOf(source, list, rawHz > 0 ? rawHz : rateHz)
  if (events.length !== count) {
    fail('file-corrupt', { ...facts, epochs: count, events: events.length })
  }
  const tminS = first / rateHz
  const numbers = { count, samples, at, type: type === 4 ? 'float32' : 'float64' } as const
  return { ...numbers, events, tminS }
}

async function eventsOf(source: Source, block: FifBlock | undefined, rawHz: number) {
  const tag = tagOf(block, fif.eventList)
  if (tag === undefined) return []
  const numbers = await fifNumbers(source, tag)
  const names = new Map<number, string>()
  for (const pair of (await fifText(source, tagOf(block, fif.comment))).split(';')) {
    const colon = pair.lastIndexOf(':')
    if (colon > 0) names.set(Number(pair.slice(colon + 1)), pair.slice(0, colon))
  }
  return Array.from({ length: Math.floor(numbers.length / 3) }, (_, n): Event => {
    const [sample, , code] = numbers.slice(3 * n, 3 * n + 3)
    const label = names.get(code)?.replaceAll('{COLON}', ':') ?? String(code)
    return { onsetS: sample / rawHz, durationS: 0, label }
  })
}

/** Reads samples [from, to) of some channels of one epoch; shape [R, to - from]. */
export function readFifEpoch(
  source: Source,
  { count, samples, at, type }: FifEpochs,
  rows: readonly { readonly index: number; readonly gain: number }[],
  { channels, epoch, span }: { channels: number; epoch: number; span: readonly [number, number] },
): Promise<Float32Array> {
  const layout = { at, channels: count * channels, samples, type, isLittle: false } as const
  const own = rows.map(({ index, gain }) => ({ index: epoch * channels + index, gain }))
  return readSampleRows(source, { ...layout, order: 'rows' }, own, span)
}
