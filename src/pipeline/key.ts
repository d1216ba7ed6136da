import { createHash } from 'node:crypto'

/**
 * JSON with sorted keys and without spaces: equal values give equal text.
 *
 * `undefined` members are left out; numbers are written as JavaScript writes them.
 *
 * @throws {TypeError} for numbers that are not finite, which JSON cannot hold
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined)
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${sorted.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`${value} has no JSON form`)
  }
  return JSON.stringify(value) ?? 'null'
}

/** What decides the content of a node's output, and nothing else. */
export interface Content {
  /** Stage, reader or step. */
  readonly stage: string
  readonly version: number
  readonly options: unknown
  /** Keys of the inputs by name; for a file, the SHA-256 of its bytes. */
  readonly inputs: Readonly<Record<string, string>>
}

/** The content key of a node: SHA-256 of its canonical JSON, in hexadecimal. */
export function contentKey(content: Content): string {
  const { stage, version, options, inputs } = content
  return sha256(canonicalJson({ stage, version, options, inputs }))
}

/** SHA-256 of text or bytes, in hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** The seed of a node's random numbers: the first 32 bits of its key. */
export function seedOf(key: string): number {
  return Number.parseInt(key.slice(0, 8), 16)
}
