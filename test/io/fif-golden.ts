import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

type Rows = readonly (readonly number[])[]

/** Files that MNE wrote, and what it reads from them, in V, T and T/m. */
export interface FifCase {
  readonly case: string
  readonly open: string
  /** By name, as base64. */
  readonly files: Readonly<Record<string, string>>
  readonly channels: readonly {
    readonly name: string
    readonly type: string
    readonly bad: boolean
    readonly position: readonly number[] | null
    readonly normal: readonly number[] | null
    readonly coil: number
  }[]
  readonly samples?: Rows
  /** Onset from the first sample, duration, text. */
  readonly annotations?: readonly (readonly [number, number, string])[]
  /** Sample and code. */
  readonly codes?: readonly (readonly [number, number])[]
  /** The MEG channels after all projections. */
  readonly projected?: Rows
  readonly tmin?: number
  readonly epochs?: readonly Rows[]
  readonly events?: readonly (readonly [number, string])[]
}

const file = new URL('../golden/fif/fif.json.gz', import.meta.url)

/** All cases, in the order of their making. */
export const fifCases = JSON.parse(gunzipSync(readFileSync(file)).toString()) as readonly FifCase[]
