import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { Projection } from '../tables/projections.ts'
import { type FifChannel, fifChannel, fifChannelBytes } from './fif-channel.ts'
import { blocksOf, type FifBlock, fif, fifBlock, tagOf } from './fif-tags.ts'
import {
  fifBytes,
  fifMatrixNumbers,
  fifNames,
  fifNumber,
  fifNumbers,
  fifText,
} from './fif-values.ts'

/** What a FIF file says of its measurement. */
export interface FifInfo {
  readonly rateHz: number
  readonly channels: readonly FifChannel[]
  readonly bads: readonly string[]
  readonly projections: readonly Projection[]
  /** Seconds since 1970, UTC. */
  readonly startedS?: number
  readonly powerLineHz?: number
  /** 4 x 4, row after row: from device to head coordinates, m. */
  readonly deviceToHead?: readonly number[]
}

/**
 * Reads what a FIF file says of its measurement: rate, channels, bad channels, projections, start.
 *
 * Names of more than 15 characters are those of the blocks that newer files have of each channel.
 *
 * @throws {NeurarrowError} `file-corrupt` without a rate or channels, or when they contradict
 */
export async function readFifInfo(source: Source, root: FifBlock): Promise<FifInfo> {
  const file = source.name
  const [info] = blocksOf(root, fifBlock.measInfo)
  const rateHz = await fifNumber(source, tagOf(info, fif.sfreq))
  const tags = info?.tags.filter(({ kind }) => kind === fif.chInfo) ?? []
  const count = await fifNumber(source, tagOf(info, fif.nchan))
  if (rateHz === undefined || !(rateHz > 0 && Number.isFinite(rateHz))) {
    return fail('file-corrupt', { file, byte: 0, rateHz, expected: 'a rate' })
  }
  if (tags.length === 0 || tags.length !== count) {
    const facts = { file, byte: tags[0]?.at ?? 0, expected: count, found: tags.length }
    return fail('file-corrupt', { ...facts, what: 'channels' })
  }
  const short = await readChannels(source, tags)
  const names = await fullNames(source, info, short)
  const lineHz = await fifNumber(source, tagOf(info, fif.lineFreq))
  const bads = await readBads(source, root)
  return {
    rateHz,
    channels: short.map((channel) => ({ ...channel, name: names(channel.name) })),
    bads: bads.map(names),
    projections: await readProjections(source, root, names),
    startedS: await startOf(source, info),
    ...(lineHz !== undefined && lineHz > 0 ? { powerLineHz: lineHz } : {}),
    ...(await deviceToHead(source, info)),
  }
}

async function readChannels(source: Source, tags: FifBlock['tags']): Promise<FifChannel[]> {
  const channels: FifChannel[] = []
  const seen = new Set<string>()
  for (const tag of tags) {
    const facts = { file: source.name, byte: tag.at }
    if (tag.size !== fifChannelBytes) {
      fail('file-corrupt', { ...facts, expected: fifChannelBytes, found: tag.size })
    }
    const channel = fifChannel(await fifBytes(source, tag))
    if (channel.name === '' || seen.has(channel.name) || !Number.isFinite(channel.gain)) {
      const { name, gain } = channel
      fail('file-corrupt', { ...facts, name, gain, expected: 'its own name and a calibration' })
    }
    seen.add(channel.name)
    channels.push(channel)
  }
  return channels
}

/** A function from names of 15 characters to whole names. */
async function fullNames(source: Source, info: FifBlock, short: readonly FifChannel[]) {
  const blocks = info.blocks.filter(({ kind }) => kind === fifBlock.chInfo)
  const whole = await Promise.all(blocks.map((block) => fifText(source, tagOf(block, fif.chName))))
  const isUsable = whole.length === short.length && new Set(whole).size === whole.length
  const pairs = isUsable ? short.map(({ name }, i) => [name, whole[i]] as const) : []
  const known = new Map(pairs.filter(([, name]) => name !== ''))
  return (name: string) => known.get(name) ?? name
}

async function readBads(source: Source, root: FifBlock): Promise<string[]> {
  const block = blocksOf(root, fifBlock.bads).at(-1)
  return fifNames(source, tagOf(block, fif.channelList))
}

async function readProjections(
  source: Source,
  root: FifBlock,
  names: (name: string) => string,
): Promise<Projection[]> {
  const items = blocksOf(root, fifBlock.projItem)
  const found: Projection[] = []
  for (const item of items) {
    const tag = tagOf(item, fif.vectors)
    if (tag === undefined) continue
    const { shape, values } = await fifMatrixNumbers(source, tag)
    const channels = (await fifNames(source, tagOf(item, fif.nameList))).map(names)
    const [rows, width] = shape
    if (shape.length !== 2 || width !== channels.length) {
      fail('file-corrupt', { file: source.name, byte: tag.at, shape, channels: channels.length })
    }
    const active = (await fifNumber(source, tagOf(item, fif.active))) ?? 0
    const title = tagOf(item, fif.comment) ?? tagOf(item, fif.name)
    const vectors = Array.from({ length: rows }, (_, r) => values.slice(r * width, (r + 1) * width))
    found.push({ name: await fifText(source, title), active: active !== 0, channels, vectors })
  }
  return found
}

async function startOf(source: Source, info: FifBlock): Promise<number | undefined> {
  const tag = tagOf(info, fif.measDate)
  if (tag === undefined) return undefined
  const [seconds, micros = 0] = await fifNumbers(source, tag)
  return seconds + micros / 1e6
}

async function deviceToHead(source: Source, info: FifBlock) {
  for (const tag of info.tags.filter(({ kind }) => kind === fif.coordTrans)) {
    if (tag.size < 56) continue
    const view = await fifBytes(source, tag)
    // from device (1) to head (4): a rotation, then a shift
    if (view.getInt32(0) !== 1 || view.getInt32(4) !== 4) continue
    const at = (i: number) => view.getFloat32(8 + 4 * i)
    const rows = [0, 1, 2].flatMap((r) => [at(3 * r), at(3 * r + 1), at(3 * r + 2), at(9 + r)])
    return { deviceToHead: [...rows, 0, 0, 0, 1] }
  }
  return {}
}
