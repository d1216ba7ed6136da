import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseLocation } from '../../src/store/location.ts'
import { openStore } from '../../src/store/open-store.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { f64, makeTable } from '../../src/tables/table.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type S3Server, startS3 } from '../fixtures/s3-server.ts'

const folder = temporaryFolder()
const before = { ...process.env }
let server: S3Server
let line: BadLine

beforeAll(async () => {
  server = await startS3(join(folder, 'objects'), ['tables'])
  line = await badLine(Number(new URL(server.endpoint).port))
  const endpoint = `http://127.0.0.1:${line.port}`
  Object.assign(process.env, { ...server.env, AWS_ENDPOINT_URL_S3: endpoint })
})
afterAll(async () => {
  process.env = before
  line.server.close()
  await server.stop()
})

const key = (letter: string) => letter.repeat(64)
const table = makeTable('features', { x: f64(new Float64Array(50_000).fill(0.25)) })
const bytes = encodeTable(table)
const open = (waitS: number) => openStore(parseLocation('s3://tables/line'), { waitS })

describe('s3Store over a line that is cut', () => {
  test('reads a table whose first answers end in the middle', async () => {
    const store = await open(20)
    await store.put(key('a'), table)
    line.cut({ down: 100_000, times: 2 })
    expect(Buffer.from(encodeTable(await store.get(key('a')))).equals(bytes)).toBe(true)
    expect(line.left()).toBe(0)
  })

  test('writes a table whose first requests end in the middle', async () => {
    const store = await open(20)
    line.cut({ up: 100_000, times: 2 })
    await store.put(key('b'), table)
    expect(line.left()).toBe(0)
    expect(Buffer.from(encodeTable(await store.get(key('b')))).equals(bytes)).toBe(true)
  })

  test('without patience the cut is a failure that may pass, and nothing is stored', async () => {
    const store = await open(0)
    line.cut({ up: 100_000, times: 1 })
    const facts = { transient: true, attempts: 1 }
    const failure = { code: 'store-unreachable', facts }
    await expect(store.put(key('c'), table)).rejects.toMatchObject(failure)
    expect(await store.has(key('c'))).toBe(false)
  })
})

interface BadLine {
  readonly server: Server
  readonly port: number
  /** Cuts the next connections that carry more bytes than that up or down. */
  cut(at: { up?: number; down?: number; times: number }): void
  /** How many are still to be cut. */
  left(): number
}

/** A port that passes bytes on to a server, and cuts connections when it is told to. */
async function badLine(target: number): Promise<BadLine> {
  let limits = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY, times: 0 }
  const none = Number.POSITIVE_INFINITY
  const pass = (from: Socket, to: Socket, way: 'up' | 'down') => {
    let carried = 0
    from.on('data', (bytes) => {
      carried += bytes.length
      if (limits.times > 0 && carried > limits[way]) {
        limits.times--
        from.destroy()
        to.destroy()
      } else to.write(bytes)
    })
    from.on('close', () => to.destroy()).on('error', () => to.destroy())
  }
  const server = createServer((client) => {
    const service = dial(target, '127.0.0.1')
    pass(client, service, 'up')
    pass(service, client, 'down')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    server,
    port: typeof address === 'object' && address ? address.port : 0,
    cut: ({ up = none, down = none, times }) => {
      limits = { up, down, times }
    },
    left: () => limits.times,
  }
}
