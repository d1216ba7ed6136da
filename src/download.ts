import { open, rm, stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { fail, NeurarrowError } from './errors.ts'

/** The part of the platform's `fetch` that downloads use. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>

/** How a download is done. */
export interface DownloadSettings {
  readonly signal?: AbortSignal
  readonly fetch?: FetchLike
  /** Called with the bytes of each piece that arrives, and those of the whole file when known. */
  readonly onBytes?: (bytes: number, of?: number) => void
}

/** Attempts in a row that may bring nothing; one that brings bytes starts the count anew. */
const attempts = 3
const waitMs = 500

/**
 * Downloads a file; what a `.part` file already holds is not asked for again.
 *
 * A connection that breaks is taken up again where it stopped, after half a second, one and two.
 * A server that does not resume starts over. What arrived stays in `part` when it fails.
 *
 * @param part path of the unfinished file
 * @throws {NeurarrowError} `download-failed` with the status or cause, `interrupted`
 */
export async function download(
  url: string,
  part: string,
  settings: DownloadSettings,
): Promise<void> {
  for (let failed = 0; ; ) {
    const before = await sizeOf(part)
    try {
      await attempt(url, part, before, settings)
      return
    } catch (cause) {
      if (settings.signal?.aborted) fail('interrupted', { url }, cause)
      if (cause instanceof NeurarrowError) throw cause
      failed = (await sizeOf(part)) > before ? 1 : failed + 1
      if (failed >= attempts) {
        fail('download-failed', { url, bytes: await sizeOf(part), message: String(cause) }, cause)
      }
      await setTimeout(waitMs * 2 ** (failed - 1), undefined, { signal: settings.signal }).catch(
        (aborted) => fail('interrupted', { url }, aborted),
      )
    }
  }
}

async function attempt(
  url: string,
  part: string,
  have: number,
  { signal, fetch = globalThis.fetch, onBytes }: DownloadSettings,
): Promise<void> {
  const headers: Record<string, string> = have > 0 ? { Range: `bytes=${have}-` } : {}
  // a compressed transfer would make the length and the offset those of other bytes
  headers['Accept-Encoding'] = 'identity'
  const response = await fetch(url, { headers, signal })
  if (response.status === 416) return refusedRange(response, part, have)
  if (response.status >= 500 || response.status === 429) {
    throw new Error(`status ${response.status}`)
  }
  if (!response.ok || response.body === null) {
    return fail('download-failed', { url, status: response.status })
  }
  const resumes = response.status === 206 && startsAt(response, have)
  const from = resumes ? have : 0
  const expected = from + Number(response.headers.get('content-length') ?? Number.NaN)
  const of = Number.isNaN(expected) ? undefined : expected
  await store(response.body, part, from, (bytes) => onBytes?.(bytes, of))
  const found = await sizeOf(part)
  if (found < expected) throw new Error(`the connection ended at byte ${found} of ${expected}`)
}

/** A range behind the end: the file is whole already, or another one; then it is loaded anew. */
async function refusedRange(response: Response, part: string, have: number): Promise<void> {
  await response.body?.cancel()
  const whole = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  if (Number(whole) === have) return
  await rm(part, { force: true })
  throw new Error('the server refuses to resume')
}

function startsAt(response: Response, have: number): boolean {
  const range = response.headers.get('content-range') ?? ''
  return new RegExp(`^bytes ${have}-`).test(range)
}

async function store(
  body: ReadableStream<Uint8Array>,
  part: string,
  from: number,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  const file = await open(part, from > 0 ? 'a' : 'w')
  try {
    for await (const piece of body) {
      await file.write(piece)
      onBytes?.(piece.length)
    }
  } finally {
    await file.close()
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}
