import { readFileSync } from 'node:fs'
import type { CiftiContent } from '../src/io/write-cifti.ts'
import type { GiftiContent } from '../src/io/write-gifti.ts'
import type { BrainSpace } from '../src/tables/brain-space.ts'

/** What `test/golden/surface/generate_written.py` wrote: files of ours, as nibabel reads them. */
interface Written {
  readonly name: string
  readonly bytes: string
  readonly content: {
    readonly rows: string[]
    readonly space: BrainSpace
    readonly along: CiftiContent['along']
    readonly values: number[]
  } & Omit<GiftiContent, 'values'>
}

export const written = JSON.parse(
  readFileSync(new URL('./golden/surface/written.json', import.meta.url), 'utf8'),
) as Written[]

/** The bytes of a file that nibabel read. */
export function writtenBytes(name: string): Uint8Array {
  const found = written.find((each) => each.name === name)
  return new Uint8Array(Buffer.from(found?.bytes ?? '', 'base64'))
}

/** What went into a file. */
export function writtenContent(name: string) {
  const found = written.find((each) => each.name === name)
  if (found === undefined) throw new Error(name)
  return { ...found.content, values: Float32Array.from(found.content.values) }
}
