import { readFileSync } from 'node:fs'

/** Files of a CTF recording, and what MNE reads from them, in V and T. */
export interface CtfCase {
  readonly case: string
  readonly open: string
  /** By name, as base64. */
  readonly files: Readonly<Record<string, string>>
  readonly rateHz: number
  readonly bads: readonly string[]
  /** Points of the `.pos` file in the frame `head`, m. */
  readonly digitised: readonly (readonly number[])[]
  /** Onset, s, and text. */
  readonly annotations: readonly (readonly [number, string])[]
  readonly channels: readonly {
    readonly name: string
    readonly type: string
    readonly coil: number
    /** Place and normal of MEG sensors, 6 numbers; place of electrodes, 3 numbers; m. */
    readonly place: readonly number[] | null
    readonly values: readonly number[]
  }[]
}

const file = new URL('../golden/ctf/ctf.json', import.meta.url)

export const ctfCases = JSON.parse(readFileSync(file, 'utf8')) as readonly CtfCase[]
