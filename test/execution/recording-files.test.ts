import { renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { extentOf } from '../../src/execution/extent.ts'
import { hashFiles } from '../../src/execution/hash-files.ts'
import { startPool } from '../../src/execution/pool.ts'
import { bytesOfFiles, filesBeside } from '../../src/execution/recording-files.ts'
import { hashFile, hashMemory } from '../../src/store/hashes.ts'
import { smallEdf, temporaryFolder } from '../fixtures/recording-files.ts'
import { formatCases } from '../io/formats-golden.ts'

const folder = temporaryFolder()
const path = (name: string) => join(folder, name)
const [found] = formatCases('brainvision').filter((one) => one.case === 'multiplexed INT_16')
for (const [name, text] of Object.entries(found.files)) {
  writeFileSync(path(name), Buffer.from(text, 'base64'))
}
writeFileSync(path('one.edf'), smallEdf())

async function hashed(name: string) {
  const pool = startPool(1, { store: { at: 'folder', folder: path('store') } })
  try {
    const hashes = await hashFiles([path(name)], { memory: hashMemory(path('hashes.json')), pool })
    return hashes.get(path(name)) ?? expect.fail('no hash')
  } finally {
    await pool.stop()
  }
}

describe('recordings of several files', () => {
  test('files that belong to one are those that its header names', async () => {
    expect(await filesBeside(path('hand.vhdr'))).toEqual([path('hand.eeg'), path('hand.vmrk')])
    expect(await filesBeside(path('one.edf'))).toEqual([])
    expect(await filesBeside(path('none.vhdr'))).toEqual([])
    expect(bytesOfFiles(['hand.eeg', 'none'].map(path))).toBe(248)
  })

  test('a file alone has its own hash', async () => {
    const sha256 = hashFile(path('one.edf'))
    const alone = { sha256, ownSha256: sha256, dataSha256: undefined, besideBytes: 0 }
    expect(await hashed('one.edf')).toEqual(alone)
  })

  test('one byte of the samples or of the markers gives another hash', async () => {
    const before = await hashed('hand.vhdr')
    expect(before.ownSha256).toBe(hashFile(path('hand.vhdr')))
    expect(before.dataSha256).toBe(hashFile(path('hand.eeg')))
    expect(before.besideBytes).toBe(248 + statSync(path('hand.vmrk')).size)
    expect(await hashed('hand.vhdr')).toEqual(before)
    for (const name of ['hand.eeg', 'hand.vmrk']) {
      const bytes = Buffer.from(found.files[name], 'base64')
      bytes[bytes.length - 2] ^= 1
      writeFileSync(path(name), bytes)
      const after = await hashed('hand.vhdr')
      expect(after.ownSha256).toBe(before.ownSha256)
      expect(after.sha256).not.toBe(before.sha256)
      writeFileSync(path(name), Buffer.from(found.files[name], 'base64'))
    }
    expect(await hashed('hand.vhdr')).toEqual(before)
    renameSync(path('hand.vmrk'), path('away.vmrk'))
    expect((await hashed('hand.vhdr')).sha256).not.toBe(before.sha256)
    renameSync(path('away.vmrk'), path('hand.vmrk'))
  })

  test('a small one is not cut into blocks', async () => {
    expect(await extentOf(path('hand.vhdr'), undefined)).toBeUndefined()
  })
})
