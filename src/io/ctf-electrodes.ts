import type { Source } from '../reader.ts'
import type { CtfChannel } from './ctf-header.ts'
import { type CtfPoint, readCtfCoils, readCtfPoints } from './ctf-points.ts'
import { firstSibling, withSibling } from './source.ts'

const endings = ['hc', 'eeg', 'pos'] as const

/** Names of the files beside a CTF recording that say where its electrodes are. */
export async function electrodeFiles(source: Source, stem: string): Promise<string[]> {
  const found = endings.map((ending) => firstSibling(source, [`${stem}.${ending}`]))
  return (await Promise.all(found)).flatMap((name) => name ?? [])
}

/** Channels whose electrodes have their places, and what is to be said of them. */
export interface CtfElectrodes {
  readonly channels: readonly CtfChannel[]
  readonly warnings: readonly string[]
}

/**
 * Gives electrodes their places, in the frame `head`.
 *
 * Places come from the `.eeg` file by the names of channels, with or without the number of the
 * system; without that file from the header; where these have none, from the `.pos` file. A place
 * within 1 cm of the origin is none (0.1 mm in the header). Without measured head coils (`.hc`) the
 * frame is not known: electrodes have no place, and a warning says so.
 *
 * @param stem name of the recording without its ending
 * @throws {NeurarrowError} as `readCtfCoils` and `readCtfPoints`
 * @see `mne.io.read_raw_ctf`, which takes points of `.pos` for the shape of the head only
 */
export async function withElectrodes(
  source: Source,
  stem: string,
  channels: readonly CtfChannel[],
): Promise<CtfElectrodes> {
  if (!channels.some(({ type }) => type === 'eeg')) return { channels, warnings: [] }
  const read = async <T>(ending: (typeof endings)[number], use: (file: Source) => Promise<T>) => {
    const name = await firstSibling(source, [`${stem}.${ending}`])
    return name === undefined ? undefined : withSibling(source, name, use)
  }
  const toHead = await read('hc', readCtfCoils)
  const listed = await read('eeg', (file) => readCtfPoints(file, 'eeg'))
  const digitised = await read('pos', (file) => readCtfPoints(file, 'pos'))
  const points = channels.map(({ type, name, electrodeM }) => {
    if (type !== 'eeg') return undefined
    const stated = listed ? pointOf(listed, name) : electrodeM
    return stated ?? (digitised && pointOf(digitised, name))
  })
  if (toHead === undefined) {
    const says = `places of electrodes are left out: no head coils in ${stem}.hc`
    return { channels, warnings: points.some((point) => point !== undefined) ? [says] : [] }
  }
  const placed = channels.map((channel, c) => {
    const point = points[c]
    return point ? { ...channel, positionM: toHead(point), frame: 'head' as const } : channel
  })
  return { channels: placed, warnings: [] }
}

function pointOf(points: ReadonlyMap<string, CtfPoint>, name: string): CtfPoint | undefined {
  const exact = name.toLowerCase()
  return points.get(exact) ?? points.get(exact.replace(/-\d+$/, ''))
}
