import type { Recording } from '../tables/keys.ts'
import type { Extent } from './blocks.ts'
import type { HashedBeside, SideFile } from './node.ts'

/** A recording as the plan needs it: who, where, and the hash of its bytes. */
export interface PlannedRecording {
  readonly recording: Recording
  readonly reader: { readonly use: string; readonly version: number }
  readonly path: string
  /** Of all its files. */
  readonly sha256: string
  readonly expectedSha256?: string
  /** Its names of channels, and those by which they are asked for. */
  readonly rename?: Readonly<Record<string, string>>
  /** Of a recording of several files: of the one with the samples. */
  readonly dataSha256?: string
  /** Of a recording of several files: bytes of the others. */
  readonly besideBytes?: number
  /** Time between scans that its header states, s. */
  readonly trS?: number
  /** Time between scans that the card of the data set states, s. */
  readonly expectedTrS?: number
  /** Set when the recording is uninterrupted and may be long enough to be cut into blocks. */
  readonly extent?: Extent
  /** Files that describe the recording. */
  readonly beside?: readonly HashedBeside[]
  /** Second files, each with the hash of its bytes. */
  readonly events?: { readonly file: SideFile; readonly sha256: string }
  readonly confounds?: { readonly file: SideFile; readonly sha256: string }
  /** Images and files of vectors that stages name, by the path as the pipeline writes it. */
  readonly images: Readonly<Record<string, { path: string; reader: string; sha256: string }>>
}
