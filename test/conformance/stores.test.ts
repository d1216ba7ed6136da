import { spawn } from 'node:child_process'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { random } from '../../src/kernels/random.ts'
import { parseLocation } from '../../src/store/location.ts'
import { openStore } from '../../src/store/open-store.ts'
import { s3Client } from '../../src/store/s3-client.ts'
import type { Store } from '../../src/store/store.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { f64, makeTable } from '../../src/tables/table.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type S3Server, startS3 } from '../fixtures/s3-server.ts'
import { root } from './source-files.ts'

/** A kind of store: where one is, and how the bytes of a stored table or document are damaged. */
interface Kind {
  readonly place: string
  damage(name: string, harm: (bytes: Buffer) => Buffer): Promise<void>
}

const folder = temporaryFolder()
const tables = join(folder, 'tables')
/** A service of one's own (MinIO, Garage, AWS) takes the place of the one that is started here. */
const own = process.env.NEURARROW_TEST_STORE
const bucket = own ? `${own}/${Date.now()}` : 's3://tables/some/prefix'
let server: S3Server | undefined

beforeAll(async () => {
  if (own) return
  server = await startS3(join(folder, 'objects'), ['tables'])
  Object.assign(process.env, server.env)
})
afterAll(() => server?.stop())

const kinds: Record<string, Kind> = {
  folder: {
    place: tables,
    async damage(name, harm) {
      const file = join(tables, name)
      const bytes = harm(readFileSync(file))
      truncateSync(file)
      writeFileSync(file, bytes)
    },
  },
  bucket: {
    place: bucket,
    async damage(name, harm) {
      const [, Bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(bucket) ?? []
      const place = { Bucket, Key: `${prefix}/${name}` }
      const client = s3Client(process.env)
      const { Body, Metadata } = await client.send(new GetObjectCommand(place))
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? [])
      await client.send(new PutObjectCommand({ ...place, Body: harm(bytes), Metadata }))
    },
  },
}

const draw = random(11)
const newKey = () => Array.from({ length: 64 }, () => draw.integer(16).toString(16)).join('')
const table = makeTable('features', { x: f64(Float64Array.of(1, 2, 3)) }, { unit: 'uV' })
const fileOf = (key: string) => `${key.slice(0, 2)}/${key}.arrow`

describe.each(Object.entries(kinds))('a store in a %s', (_, { place, damage }) => {
  const open = () => openStore(parseLocation(place))
  let store: Store
  beforeAll(async () => {
    store = await open()
  })

  test('gives what was put, to everyone who opens it', async () => {
    const key = newKey()
    expect(await store.has(key)).toBe(false)
    await store.put(key, table)
    const other = await open()
    expect(await other.has(key)).toBe(true)
    expect(encodeTable(await other.get(key))).toEqual(encodeTable(table))
    expect(other.location).toEqual(parseLocation(place))
  })

  test('stands many writers of one key', async () => {
    const key = newKey()
    const writers = await Promise.all(Array.from({ length: 8 }, open))
    await Promise.all(writers.map((writer) => writer.put(key, table)))
    await store.put(key, table)
    expect(encodeTable(await store.get(key))).toEqual(encodeTable(table))
  })

  test('keeps a table of 24 MB', async () => {
    const key = newKey()
    const large = makeTable('features', {
      x: f64(Float64Array.from({ length: 3e6 }, draw.uniform)),
    })
    await store.put(key, large)
    const sent = Buffer.from(encodeTable(large))
    expect(sent.equals(encodeTable(await store.get(key)))).toBe(true)
  })

  test.each([
    ['shortened', (bytes: Buffer) => bytes.subarray(0, 100)],
    ['changed in one bit', (bytes: Buffer) => bytes.fill(bytes[200] ^ 4, 200, 201)],
    ['empty', () => Buffer.alloc(0)],
  ])('refuses a table that is %s', async (_, harm) => {
    const key = newKey()
    await store.put(key, table)
    await damage(fileOf(key), harm)
    const facts = { file: expect.stringContaining(fileOf(key)) }
    await expect(store.get(key)).rejects.toMatchObject({ code: 'store-corrupt', facts })
  })

  test('says of a key that is not there which it is', async () => {
    const key = newKey()
    const facts = { key }
    await expect(store.get(key)).rejects.toMatchObject({ code: 'store-corrupt', facts })
  })

  test('keeps documents, of which the last one prevails', async () => {
    const name = `runs/${newKey()}/run.json`
    expect(await store.load(name)).toBeUndefined()
    await store.save(name, Buffer.from('{"a":1}'))
    await store.save(name, Buffer.from('{"b":22}'))
    expect(Buffer.from((await store.load(name)) ?? []).toString()).toBe('{"b":22}')
    const texts = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(1000 * (i + 1)))
    await Promise.all(texts.map(async (text) => (await open()).save(name, Buffer.from(text))))
    expect(texts).toContain(Buffer.from((await store.load(name)) ?? []).toString())
  })

  test('refuses a document that is damaged', async () => {
    const name = `runs/${newKey()}/run.json`
    await store.save(name, Buffer.from('{"a":1}'))
    await damage(`documents/${name}`, (bytes) => bytes.fill(65, bytes.length - 2))
    await expect(store.load(name)).rejects.toMatchObject({ code: 'store-corrupt' })
  })

  test('has all of a table or nothing when its writers are killed', async () => {
    const keys = Array.from({ length: 40 }, newKey)
    for (let round = 0; round < 4; round++) {
      await killedWriter(place, keys.slice(10 * round, 10 * round + 10), 30 + 60 * draw.uniform())
    }
    const there = await Promise.all(keys.map((key) => store.has(key)))
    for (const key of keys.filter((_, i) => there[i])) expect((await store.get(key)).rows).toBe(1e6)
    expect(there).toContain(true)
    expect(there).toContain(false)
  })
})

/** A process that puts tables of 8 MB, one after the other, killed a while after its first one. */
async function killedWriter(place: string, keys: readonly string[], afterMs: number) {
  const module = (path: string) => JSON.stringify(pathToFileURL(join(root, 'dist', path)).href)
  const program = `
    import { parseLocation } from ${module('store/location.js')}
    import { openStore } from ${module('store/open-store.js')}
    import { f64, makeTable } from ${module('tables/table.js')}
    const [place, ...keys] = process.argv.slice(1)
    const store = await openStore(parseLocation(place))
    const table = makeTable('features', { x: f64(new Float64Array(1e6).fill(1.5)) })
    for (const key of keys) {
      await store.put(key, table)
      console.log(key)
    }`
  const args = ['--input-type=module', '-e', program, place, ...keys]
  const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => writer.once('exit', resolve))
  await Promise.race([new Promise((resolve) => writer.stdout.once('data', resolve)), gone])
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  writer.kill('SIGKILL')
  await gone
}
