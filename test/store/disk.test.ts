import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { diskStore, sweepStore } from '../../src/store/disk.ts'
import { hashFile, hashMemory } from '../../src/store/hashes.ts'
import { writeWhole } from '../../src/store/write-whole.ts'
import { decodeTable, encodeTable } from '../../src/tables/ipc.ts'
import { f64, makeTable } from '../../src/tables/table.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const key = 'ab'.repeat(32)
const table = makeTable('features', { x: f64(Float64Array.of(1, 2, 3)) }, { unit: 'uV' })

describe('diskStore', () => {
  test('what is put is there for every store on the folder, with the same bytes', async () => {
    await diskStore(folder).put(key, table)
    const other = diskStore(folder)
    expect(await other.has(key)).toBe(true)
    expect(encodeTable(await other.get(key))).toEqual(encodeTable(table))
    expect(await other.has('cd'.repeat(32))).toBe(false)
  })

  test('writing twice leaves one file and no temporary one', async () => {
    const store = diskStore(folder)
    await store.put(key, table)
    await store.put(key, table)
    expect(readdirSync(join(folder, 'ab')).sort()).toEqual([`${key}.arrow`, `${key}.sha256`])
  })

  test('a truncated table is refused', async () => {
    const store = diskStore(folder)
    await store.put(key, table)
    truncateSync(join(folder, 'ab', `${key}.arrow`), 100)
    await expect(store.get(key)).rejects.toThrow(/store-corrupt/)
  })

  test('a refused table is no longer there, and can be stored again', async () => {
    const store = diskStore(folder)
    await store.put(key, table)
    rmSync(join(folder, 'ab', `${key}.arrow`))
    await expect(store.get(key)).rejects.toThrow(/store-corrupt/)
    expect(await store.has(key)).toBe(false)
    await store.put(key, table)
    expect((await store.get(key)).rows).toBe(3)
  })

  test('a table is placed where it is asked for, whatever was there', async () => {
    const store = diskStore(folder)
    await store.put(key, table)
    const path = join(folder, 'rows', 'a.arrow')
    for (let i = 0; i < 2; i++) {
      await store.place(key, path)
      expect(decodeTable(readFileSync(path)).rows).toBe(3)
    }
  })

  test('a disk that refuses ends in store-failed and leaves nothing', () => {
    mkdirSync(join(folder, 'taken'))
    expect(() => writeWhole(join(folder, 'taken'), Buffer.from('x'))).toThrow(/store-failed/)
    expect(readdirSync(folder)).toEqual(['taken'])
  })

  test('old temporary files are swept, fresh ones belong to somebody', () => {
    for (const name of ['old.part', 'fresh.part']) writeFileSync(join(folder, name), 'x')
    utimesSync(join(folder, 'old.part'), 1000, 1000)
    sweepStore(folder, Date.now())
    expect(readdirSync(folder)).toEqual(['fresh.part'])
  })
})

describe('hashes', () => {
  test('a hash is remembered until the file changes', () => {
    const file = join(folder, 'a.edf')
    writeFileSync(file, 'abc')
    const sha256 = hashFile(file)
    expect(sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    const memory = hashMemory(join(folder, 'hashes.json'))
    memory.remember(file, sha256)
    memory.save()
    expect(hashMemory(join(folder, 'hashes.json')).recall(file)).toBe(sha256)
    writeFileSync(file, 'abcd')
    expect(hashMemory(join(folder, 'hashes.json')).recall(file)).toBeUndefined()
  })

  test('a file that is not there is named', () => {
    expect(() => hashFile(join(folder, 'none'))).toThrow(/file-missing/)
  })
})
