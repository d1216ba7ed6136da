import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What a server answers: bytes, another address, or what a function makes of its own address. */
export type Answer = Buffer | { readonly to: string } | { readonly json: unknown }

/** A server of files on this machine, for the time of a test. */
export interface FileServer {
  readonly base: string
  readonly files: Map<string, Answer>
  /** What was asked for, in order. */
  readonly asked: { path: string; range?: string; authorization?: string }[]
  /** Bytes after which it drops the next file once; 0 for never. */
  dropAfter: number
}

/** Starts a server that knows ranges, on a free port of the loopback address. */
export async function startFileServer(): Promise<FileServer> {
  const asked: FileServer['asked'] = []
  const files = new Map<string, Answer>()
  const state = { base: '', files, asked, dropAfter: 0 }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    const { range, authorization } = request.headers
    asked.push({ path, range, authorization })
    const found = files.get(path)
    if (found === undefined) return response.writeHead(404).end()
    if ('to' in found) return response.writeHead(302, { location: found.to }).end()
    if ('json' in found) {
      const headers = { 'content-type': 'application/vnd.pypi.simple.v1+json' }
      return response.writeHead(200, headers).end(JSON.stringify(found.json))
    }
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0)
    const rest = found.subarray(from)
    const span = { 'content-range': `bytes ${from}-${found.length - 1}/${found.length}` }
    response.writeHead(range ? 206 : 200, {
      'content-length': rest.length,
      ...(range ? span : {}),
    })
    if (state.dropAfter === 0) return response.end(rest)
    const until = state.dropAfter
    state.dropAfter = 0
    return response.write(rest.subarray(0, until), () => setTimeout(() => response.destroy(), 200))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  state.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  return state
}
