import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { declaredRoots, localPath, portablePath } from '../../src/queue/roots.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const folder = temporaryFolder()
const first = { name: 'data', folder: join(folder, 'first') }
const second = { name: 'data', folder: join(folder, 'second') }
const other = { name: 'lab', folder: join(folder, 'lab') }
const roots = [first, second, other]
for (const root of roots) mkdirSync(join(root.folder, 'set'), { recursive: true })
writeFileSync(join(second.folder, 'set', 'A.edf'), 'a')
writeFileSync(join(other.folder, 'B.edf'), 'b')

describe('paths that all machines can read', () => {
  test('say the root and what is below it', () => {
    expect(portablePath(join(first.folder, 'set', 'A.edf'), roots)).toBe('data:set/A.edf')
    expect(portablePath(join(other.folder, 'B.edf'), roots)).toBe('lab:B.edf')
  })

  test('are found in the first root of the name that has the file', () => {
    expect(localPath('data:set/A.edf', roots)).toBe(join(second.folder, 'set', 'A.edf'))
    expect(localPath('lab:B.edf', roots)).toBe(join(other.folder, 'B.edf'))
  })

  test('do not exist for a file outside the roots', () => {
    const refused = expect.objectContaining({ code: 'path-refused' })
    expect(() => portablePath(join(folder, 'C.edf'), roots)).toThrow(refused)
    expect(() => portablePath(`${first.folder}-more/C.edf`, roots)).toThrow(refused)
    expect(() => portablePath(first.folder, roots)).toThrow(refused)
  })

  test.each(['set/A.edf', 'data:', 'data:/x', 'data:a/../b', 'data:..', 'no:x', 'data:a\\b', ''])(
    '"%s" is refused',
    (text) => {
      expect(() => localPath(text, roots)).toThrow(
        expect.objectContaining({ code: 'path-refused' }),
      )
    },
  )

  test('a file that is nowhere is missing', () => {
    const missing = expect.objectContaining({ code: 'file-missing' })
    expect(() => localPath('data:set/none.edf', roots)).toThrow(missing)
  })

  test('are those of data sets, and what is declared', () => {
    const names = declaredRoots([`lab=${other.folder}`]).map(({ name }) => name)
    expect(new Set(names)).toEqual(new Set(['data', 'lab']))
    expect(() => declaredRoots(['lab'])).toThrow(
      expect.objectContaining({ code: 'arguments-invalid' }),
    )
  })
})

describe('properties', () => {
  const segment = fc.stringMatching(/^[A-Za-z0-9_ äß-]{1,8}$/)

  test('there and back again is the same file', () => {
    const property = fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (parts) => {
      const path = join(other.folder, 'made', ...parts, 'x.edf')
      mkdirSync(join(path, '..'), { recursive: true })
      writeFileSync(path, 'x')
      expect(localPath(portablePath(path, roots), roots)).toBe(path)
    })
    fc.assert(property, { seed: 1, numRuns: 50 })
  })

  test('no text leads out of its root', () => {
    const part = fc.constantFrom('..', '.', '', 'set', 'A.edf', '/', '\\', '\0')
    const property = fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      let path = other.folder
      try {
        path = localPath(`lab:${parts.join('/')}`, roots)
      } catch {
        // refused or missing
      }
      expect(path.startsWith(other.folder)).toBe(true)
    })
    fc.assert(property, { seed: 1, numRuns: 50 })
  })
})
