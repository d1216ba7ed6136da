import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documentPath, seal, unseal } from '../../src/store/seal.ts'

const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

describe('seal', () => {
  test('puts the SHA-256 in the first line', () => {
    expect(Buffer.from(seal(Buffer.from('abc'))).toString()).toBe(`${abc}\nabc`)
  })

  test('what is cut or changed is refused, with the file', () => {
    const sealed = seal(Buffer.from('abc'))
    for (const bytes of [sealed.subarray(0, 67), sealed.subarray(1), new Uint8Array()]) {
      expect(() => unseal(bytes, 'run.json')).toThrow(/store-corrupt.*file run\.json/)
    }
  })

  describe('properties', () => {
    test('what is sealed is given back', () => {
      fc.assert(
        fc.property(fc.uint8Array(), (bytes) => {
          expect(Buffer.from(unseal(seal(bytes), 'x')).equals(bytes)).toBe(true)
        }),
        { seed: 1, numRuns: 50 },
      )
    })
  })
})

describe('documentPath', () => {
  test('names lie below documents', () => {
    expect(documentPath('runs/ab12/run.json')).toBe('documents/runs/ab12/run.json')
  })

  test.each(['', '..', '../x', 'a/../b', '/etc', 'a//b', '.hidden', 'a\\b', 'a b'])(
    '"%s" is refused',
    (name) => {
      expect(() => documentPath(name)).toThrow(/internal/)
    },
  )
})
