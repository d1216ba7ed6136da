import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extractEntry } from '../../src/encoders/extract-entry.ts'
import { asFailure } from '../../src/errors.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type Packed, tarOf, zipOf } from './archives.ts'

const bytes = Uint8Array.from({ length: 3000 }, (_, i) => (i * i) % 251)
const inside: Record<'zip' | 'tar', Packed[]> = {
  zip: [
    { path: 'a/other.onnx', bytes: Buffer.from('other') },
    { path: '../../evil.onnx', bytes: Buffer.from('evil') },
    { path: 'a/m.onnx', bytes },
  ],
  tar: [
    { path: 'package/a/other.onnx', bytes: Buffer.from('other') },
    { path: '../evil.onnx', bytes: Buffer.from('evil') },
    { path: 'package/a/link.onnx', bytes: new Uint8Array(0), type: '2' },
    { path: `package/${'long/'.repeat(40)}m.onnx`, bytes: Buffer.from('long') },
    { path: 'package/a/m.onnx', bytes },
  ],
}
const pack = { zip: zipOf, tar: tarOf }
const folder = temporaryFolder()

async function extract(kind: 'zip' | 'tar', archive: Buffer, path: string): Promise<Buffer> {
  const file = join(folder, 'archive')
  writeFileSync(file, archive)
  const target = join(folder, 'target')
  await extractEntry({ archive: file, kind, path, target })
  return readFileSync(target)
}

const codeOf = (kind: 'zip' | 'tar', archive: Buffer, path = 'a/m.onnx') =>
  extract(kind, archive, path).then(
    () => 'none',
    (thrown) => asFailure(thrown).code,
  )

describe.each(['zip', 'tar'] as const)('%s', (kind) => {
  const archive = pack[kind](inside[kind])

  test('one file comes out whole, nothing else', async () => {
    expect((await extract(kind, archive, 'a/m.onnx')).equals(Buffer.from(bytes))).toBe(true)
    expect(readdirSync(folder).sort()).toEqual(['archive', 'target'])
    expect(existsSync(join(folder, '..', 'evil.onnx'))).toBe(false)
  })

  test('a file that is not there, and no archive at all', async () => {
    expect(await codeOf(kind, archive, 'm.onnx')).toBe('file-missing')
    expect(await codeOf(kind, Buffer.from('no archive'))).toMatch(/^file-(corrupt|truncated)$/)
    expect(await codeOf(kind, Buffer.alloc(0))).toMatch(/^file-(corrupt|truncated|missing)$/)
  })

  test('a bomb is refused before it fills the disk', async () => {
    const bomb = {
      path: kind === 'zip' ? 'a/m.onnx' : 'package/a/m.onnx',
      bytes: Buffer.alloc(4e6),
    }
    expect(await codeOf(kind, pack[kind]([bomb]))).toBe('file-too-large')
    const lies = kind === 'zip' ? [{ ...bomb, declared: 10 }] : [{ ...bomb, declared: 8 ** 11 - 1 }]
    expect(await codeOf(kind, pack[kind](lies))).toMatch(/^file-(too-large|corrupt)$/)
  })

  test('cut or changed at any byte it ends in a catalogue code', async () => {
    const known = /^(none|file-(corrupt|truncated|missing|too-large))$/
    const law = fc.asyncProperty(fc.nat(archive.length - 1), async (at) => {
      expect(await codeOf(kind, archive.subarray(0, at))).toMatch(known)
      const changed = Buffer.from(archive)
      changed[at] ^= 0x41
      expect(await codeOf(kind, changed)).toMatch(known)
    })
    await fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

test('a link of a tar archive is no file; long names are read', async () => {
  const archive = tarOf(inside.tar)
  expect(await codeOf('tar', archive, 'a/link.onnx')).toBe('file-missing')
  const long = await extract('tar', archive, `${'long/'.repeat(40)}m.onnx`)
  expect(long.toString()).toBe('long')
})
