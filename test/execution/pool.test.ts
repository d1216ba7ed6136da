import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startPool } from '../../src/execution/pool.ts'

test('a thread that was begun early answers the first request; stop ends it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'neurarrow-pool-'))
  try {
    const pool = startPool(1, { store: { at: 'folder', folder } })
    pool.begin()
    pool.begin()
    const path = join(folder, 'file')
    writeFileSync(path, 'bytes')
    expect(await pool.hash(path)).toBe(createHash('sha256').update('bytes').digest('hex'))
    await pool.stop()
    pool.begin()
    await expect(pool.hash(path)).rejects.toThrow(/interrupted/)
    await pool.stop()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a model that cannot be got ready early keeps nothing else from being done', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'neurarrow-pool-'))
  const pool = startPool(1, { store: { at: 'folder', folder } })
  try {
    pool.prepare(['no-such-model'])
    const path = join(folder, 'file')
    writeFileSync(path, 'bytes')
    expect(await pool.hash(path)).toBe(createHash('sha256').update('bytes').digest('hex'))
    expect(pool.ended.aborted).toBe(false)
  } finally {
    await pool.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  expect(pool.ended.aborted).toBe(true)
})
