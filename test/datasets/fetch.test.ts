import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadCard } from '../../src/datasets/card.ts'
import { fetchDataset } from '../../src/datasets/fetch.ts'

const big = Buffer.from(Uint8Array.from({ length: 200_000 }, (_, i) => (i * 31) % 251))
const files: Record<string, Buffer> = { 'a/big.edf': big, 'a/small.edf': Buffer.from('small') }
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let folder = ''
let server: Server
let asked: { path: string; range?: string }[] = []
/** Bytes after which the server drops the connection once; 0 for never. */
let dropAfter = 0

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'neurarrow-fetch-'))
  asked = []
  dropAfter = 0
  server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1)
    const { range } = request.headers
    asked.push({ path, range })
    const bytes = files[path]
    if (bytes === undefined) return response.writeHead(404).end()
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0)
    const rest = bytes.subarray(from)
    const partly = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }
    if (from >= bytes.length)
      return response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end()
    response.writeHead(range ? 206 : 200, {
      'content-length': rest.length,
      ...(range ? partly : {}),
    })
    if (dropAfter === 0) return response.end(rest)
    const until = dropAfter
    dropAfter = 0
    return response.write(rest.subarray(0, until), () => setTimeout(() => response.destroy(), 50))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
})
afterEach(async () => {
  await new Promise((closed) => {
    server.close(closed)
    server.closeAllConnections()
  })
  rmSync(folder, { recursive: true })
})

const onLoopback = (url: string, init: RequestInit) =>
  fetch(
    url.replace(
      'https://data.example',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ),
    init,
  )

function card(sums: Record<string, string>, url = "  url: 'https://data.example/{path}'\n") {
  const list = Object.entries(sums).map(([path, sum]) => `    ${sum}  ${path}\n`)
  const text = `name: mine
title: Mine
licence: none
modality: eeg
homepage: https://data.example
recordings: { pattern: 'a/{subject}.edf' }
source:
${url}  sums: |
${list.join('')}`
  writeFileSync(join(folder, 'mine.yaml'), text)
  return loadCard(join(folder, 'mine.yaml'))
}

const right = Object.fromEntries(
  Object.entries(files).map(([path, bytes]) => [path, sha256(bytes)]),
)
const target = (path: string) => join(folder, 'mine', path)

describe('fetchDataset', () => {
  test('downloads, verifies and reports; a second fetch keeps everything', async () => {
    const seen: number[] = []
    const options = {
      to: folder,
      fetch: onLoopback,
      onProgress: (p: { bytes: number }) => void seen.push(p.bytes),
    }
    const first = await fetchDataset(card(right), options)
    expect(first).toEqual({ root: join(folder, 'mine'), fetched: 2, kept: 0 })
    expect(readFileSync(target('a/big.edf')).equals(big)).toBe(true)
    expect(seen.at(-1)).toBe(big.length + 5)
    const before = asked.length
    expect(await fetchDataset(card(right), options)).toMatchObject({ fetched: 0, kept: 2 })
    expect(asked).toHaveLength(before)
  })

  test('a connection that breaks is resumed where it stopped', async () => {
    dropAfter = 120_000
    const { fetched } = await fetchDataset(card({ 'a/big.edf': right['a/big.edf'] }), {
      to: folder,
      fetch: onLoopback,
    })
    expect(fetched).toBe(1)
    expect(readFileSync(target('a/big.edf')).equals(big)).toBe(true)
    const [, second] = asked
    expect(second.range).toMatch(/^bytes=[1-9]\d*-$/)
  })

  test('the part of an earlier fetch is not asked for again', async () => {
    mkdirSync(join(folder, 'mine/a'), { recursive: true })
    writeFileSync(`${target('a/big.edf')}.part`, big.subarray(0, 150_000))
    await fetchDataset(card({ 'a/big.edf': right['a/big.edf'] }), { to: folder, fetch: onLoopback })
    expect(asked).toEqual([{ path: 'a/big.edf', range: 'bytes=150000-' }])
    expect(readFileSync(target('a/big.edf')).equals(big)).toBe(true)
  })

  test('a file with a wrong hash is removed and reported', async () => {
    const wrong = card({ 'a/small.edf': 'c'.repeat(64) })
    await expect(fetchDataset(wrong, { to: folder, fetch: onLoopback })).rejects.toThrow(
      /checksum-mismatch/,
    )
    expect(existsSync(target('a/small.edf'))).toBe(false)
    expect(existsSync(`${target('a/small.edf')}.part`)).toBe(false)
  })

  test('a file that the server does not have, and a set without address', async () => {
    const lacking = card({ 'a/none.edf': 'c'.repeat(64) })
    await expect(fetchDataset(lacking, { to: folder, fetch: onLoopback })).rejects.toThrow(
      /download-failed.*status 404/,
    )
    await expect(fetchDataset(card(right, ''), { to: folder })).rejects.toThrow(
      /fetch mine --from DIR/,
    )
  })

  test('an aborted fetch ends as interrupted', async () => {
    const signal = AbortSignal.abort()
    await expect(
      fetchDataset(card(right), { to: folder, fetch: onLoopback, signal }),
    ).rejects.toThrow(/interrupted/)
  })

  test('takes files from a folder by path or by name, and says what it lacks', async () => {
    const from = join(folder, 'copies')
    mkdirSync(join(from, 'a'), { recursive: true })
    writeFileSync(join(from, 'a/big.edf'), big)
    await expect(fetchDataset(card(right, ''), { to: folder, from })).rejects.toThrow(
      /dataset-incomplete.*small.edf.*1 of 2 files/,
    )
    writeFileSync(join(from, 'small.edf'), 'small')
    expect(await fetchDataset(card(right, ''), { to: folder, from })).toMatchObject({
      fetched: 1,
      kept: 1,
    })
  })
})
