import type { Event } from './tables/events.ts'
import type { Recording } from './tables/keys.ts'
import type { SensorPlace, SensorType } from './tables/sensors.ts'
import type { Table } from './tables/table.ts'

/** Bytes that can be read in slices: a file, memory, an object of a store. */
export interface Source {
  /** For messages and for telling the format by its ending: a path or a name. */
  readonly name: string
  /** Length, bytes. */
  readonly size: number
  /**
   * Bytes [from, to), fewer only when the source ends; the caller may keep them.
   *
   * @param room where the bytes may be put instead of memory of their own; at least `to - from`
   */
  read(from: number, to: number, room?: Uint8Array): Promise<Uint8Array>
  /**
   * Opens a file of the same folder, for recordings that are several files; the caller closes it.
   * Absent where nothing lies beside the source.
   *
   * @param name without any folder
   * @throws {NeurarrowError} `file-missing`; `path-refused` for a name that leaves the folder
   */
  sibling?(name: string): Promise<Source>
  /** Gives back what the source holds open, when it holds anything. */
  close?(): Promise<void>
}

/** One channel of a recording as `inspect` shows it, with its place where the file has one. */
export interface ChannelInfo extends SensorPlace {
  /** As the file has it, without surrounding spaces. */
  readonly name: string
  readonly type: SensorType
  /** After conversion: volts in any prefix become `uV`; other units stay as they are. */
  readonly unit: string
  readonly rateHz: number
  readonly samples: number
  /** Set where the file marks the channel as bad. */
  readonly bad?: true
}

/** Where a file ends, and where by its own header it should. */
export interface Truncation {
  readonly byte: number
  readonly expected: number
}

/** Facts of a recording file, from its header and annotations. */
export interface RecordingInfo {
  readonly format: string
  readonly durationS: number
  readonly startedAt?: string
  readonly channels: readonly ChannelInfo[]
  readonly annotations: readonly { onsetS: number; durationS: number; text: string }[]
  /** Contiguous pieces in time: one for an uninterrupted recording. */
  readonly segments: readonly { startS: number; durationS: number }[]
  /** Projections that the file has, and whether they are applied to its samples already. */
  readonly projections?: readonly { readonly name: string; readonly active: boolean }[]
  /** What the header says wrongly and how it was read. */
  readonly warnings: readonly string[]
  /** Set when data are missing that the header declares: `read` then fails. */
  readonly truncated?: Truncation
}

/** Events as `inspect` shows them. */
export function shownEvents(events: readonly Event[]): RecordingInfo['annotations'] {
  return events.map(({ label: text, ...span }) => ({ ...span, text }))
}

/** Facts of an image file, from its header. */
export interface ImageInfo {
  readonly format: string
  readonly shape: readonly number[]
  readonly dtype: string
  readonly voxelMm: readonly number[]
  /** Repetition time, s; 0 when the file does not say or is a single volume. */
  readonly trS: number
  /** 4 x 4, row after row. */
  readonly affine: readonly number[]
  readonly scale: { readonly slope: number; readonly intercept: number }
  readonly warnings: readonly string[]
  /** Set when data are missing that the header declares: `read` then fails. */
  readonly truncated?: Truncation
}

/** What part of a recording is wanted; absent means all. */
export interface ReadOptions {
  /** Names, matched by `matchChannels`; the table has them in this order under these names. */
  readonly channels?: readonly string[]
  /** Span from the start of the recording, s; whole samples with fromS <= t < toS. */
  readonly fromS?: number
  readonly toS?: number
}

/** A file that describes a recording, and what it says: channels, places, or facts as JSON. */
export interface BesideFile {
  readonly as: 'channels' | 'electrodes' | 'coordsystem' | 'metadata'
  readonly path: string
}

/** A stage that takes bytes: one file format. */
export interface Reader {
  readonly use: string
  readonly title: string
  /** Lower-case endings, with the dot. */
  readonly endings: readonly string[]
  readonly version: number
  /** Whether files of this format may say where their sensors are. */
  readonly places?: true
  /** `signals` or `volumes` for recordings. */
  readonly writes: 'signals' | 'volumes'
  inspect(source: Source): Promise<RecordingInfo | ImageInfo>
  read(source: Source, recording: Recording, options: ReadOptions): Promise<Table>
  /**
   * The same rows as `read`, some scans at a time and in order; for readers of volumes. A consumer
   * that is done with a piece before it asks for the next needs the memory of one.
   */
  stream?(source: Source, recording: Recording, options: ReadOptions): AsyncGenerator<Table>
  /** How many scans `stream` gives in all; beside `stream`. */
  scans?(source: Source, options: ReadOptions): Promise<number>
  /**
   * Names of the files of the same folder that belong to the recording, without its own, the one
   * with the samples first. What a recording is depends on all of them. Absent for formats of one
   * file; a file that is named but missing is left out, and `read` says so.
   */
  files?(source: Source): Promise<readonly string[]>
  /** Set where `files` describe or continue the recording, and the samples are in its own file. */
  readonly holdsSamples?: true
  /** The events that the file itself carries (annotations, stimulus channels). */
  events?(source: Source): Promise<Event[]>
}

/** Defines a reader. */
export function defineReader(reader: Reader): Reader {
  return reader
}
