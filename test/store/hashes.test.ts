import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { hashFile, hashFileInTurns } from '../../src/store/hashes.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

/** A file of two pieces and a part, and its SHA-256. */
function file(fill: number): { path: string; sha256: string } {
  const path = join(temporaryFolder(), 'bytes')
  const bytes = Buffer.alloc(2.5 * 2 ** 20, fill)
  writeFileSync(path, bytes)
  return { path, sha256: createHash('sha256').update(bytes).digest('hex') }
}

describe('hashes of files', () => {
  const { signal } = new AbortController()

  test('files hashed in turns do not mix', async () => {
    const [a, b] = [file(1), file(2)]
    const found = [hashFileInTurns(a.path, signal), hashFileInTurns(b.path, signal)]
    expect(hashFile(a.path)).toBe(a.sha256)
    expect(await Promise.all(found)).toEqual([a.sha256, b.sha256])
  })

  test('others have their turn meanwhile, and a signal ends it', async () => {
    const stop = new AbortController()
    const hashing = hashFileInTurns(file(3).path, stop.signal)
    await setImmediate()
    stop.abort()
    await expect(hashing).rejects.toThrow(/interrupted/)
  })

  test('a file that is not there or is a folder is told', async () => {
    const missing = join(temporaryFolder(), 'none')
    expect(() => hashFile(missing)).toThrow(/file-missing/)
    await expect(hashFileInTurns(missing, signal)).rejects.toThrow(/file-missing/)
    expect(() => hashFile(temporaryFolder())).toThrow(/file-unreadable/)
  })
})
