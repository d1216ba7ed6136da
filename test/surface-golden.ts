import { readFileSync } from 'node:fs'

/** What `test/golden/surface/generate.py` wrote. */
export interface SurfaceGolden {
  readonly cases: {
    name: string
    bytes: string
    values: number[]
    channels: string[]
    stepS: number
    startS?: number
    maps?: string[]
    labels?: Record<string, string>[]
  }[]
  /** A connectivity file. */
  readonly refused: string
}

export const surfaceGolden = JSON.parse(
  readFileSync(new URL('./golden/surface/surface.json', import.meta.url), 'utf8'),
) as SurfaceGolden

/** The bytes of a golden file. */
export function surfaceBytes(name: string): Uint8Array {
  const found = surfaceGolden.cases.find((each) => each.name === name)
  return new Uint8Array(Buffer.from(found?.bytes ?? '', 'base64'))
}
