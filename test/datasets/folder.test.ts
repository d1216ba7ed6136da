import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { filesBelow, findFolder } from '../../src/datasets/folder.ts'

const root = mkdtempSync(join(tmpdir(), 'neurarrow-folder-'))
afterAll(() => rmSync(root, { recursive: true }))

test('files are listed with their folders; hidden and unfinished ones are not', () => {
  mkdirSync(join(root, 'set/a/.git'), { recursive: true })
  for (const path of ['a/2.edf', 'a/.git/x', 'b.edf.part', '.hidden', 'a/1.edf']) {
    writeFileSync(join(root, 'set', path), '')
  }
  symlinkSync(join(root, 'set/a/1.edf'), join(root, 'set/link.edf'))
  symlinkSync(root, join(root, 'set/loop'))
  symlinkSync(join(root, 'gone'), join(root, 'set/broken.edf'))
  expect(filesBelow(join(root, 'set'))).toEqual(['a/1.edf', 'a/2.edf', 'link.edf'])
})

test('a data set is a folder of the first root that has it', () => {
  expect(findFolder('set', [join(root, 'none'), root])).toBe(join(root, 'set'))
  expect(findFolder('none', [root])).toBeUndefined()
})

test('a folder that cannot be read is reported', () => {
  expect(() => filesBelow(join(root, 'none'))).toThrow(/file-unreadable/)
})
