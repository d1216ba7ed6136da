import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileSource, memorySource, readExactly, withFile } from '../../src/io/source.ts'

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) % 256)
let folder = ''
let path = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurarrow-source-'))
  path = join(folder, 'x.bin')
  await writeFile(path, bytes)
})

afterAll(() => rm(folder, { recursive: true }))

describe('source', () => {
  test('a file knows its name and size and is closed after use', async () => {
    const kept = await withFile(path, async (source) => {
      expect(source).toMatchObject({ name: path, size: 1000 })
      return source
    })
    await expect(kept.read(0, 1)).rejects.toMatchObject({
      code: 'file-unreadable',
      facts: { file: path, byte: 0 },
    })
  })

  test('missing, empty and unreadable files end in their codes', async () => {
    await expect(fileSource(join(folder, 'no'))).rejects.toThrow('file-missing')
    await expect(fileSource(join(path, 'no'))).rejects.toThrow('file-missing')
    await expect(fileSource(folder)).rejects.toThrow('file-unreadable')
    await writeFile(join(folder, 'empty'), '')
    await expect(fileSource(join(folder, 'empty'))).rejects.toThrow('file-empty')
  })

  test('reading all of a span that is not there ends in file-truncated', async () => {
    await expect(readExactly(memorySource('m', bytes), 990, 1001)).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { file: 'm', byte: 1000, expected: 1001 },
    })
  })
})

describe('properties', () => {
  test('random slices of a file equal those of memory', async () => {
    const memory = memorySource('m', bytes)
    await withFile(path, async (file) => {
      const at = fc.integer({ min: 0, max: 1100 })
      const slices = fc.asyncProperty(at, at, async (from, to) => {
        expect([...(await file.read(from, to))]).toEqual([...(await memory.read(from, to))])
      })
      await fc.assert(slices, { seed: 1, numRuns: 50 })
    })
  })
})
