import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import { readNpy } from '../../src/io/npy.ts'
import { memorySource } from '../../src/io/source.ts'
import { tokenGolden } from '../token-golden.ts'

const files = tokenGolden<Record<string, string>>('npy.json')
const bytesOf = (name: string) => new Uint8Array(Buffer.from(files[name], 'base64'))
const read = (bytes: Uint8Array) => readNpy(memorySource('a.npy', bytes))
const odd = ['booleans', 'line', 'complex']

describe('npy', () => {
  test.each(Object.keys(files).filter((name) => !odd.includes(name)))('%s', async (name) => {
    const { shape, values } = await read(bytesOf(name))
    expect(shape).toEqual([2, 3, 2])
    expect(Array.from(values)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  test('booleans are 0 and 1, one axis is one axis, complex numbers are refused', async () => {
    expect(Array.from((await read(bytesOf('booleans'))).values.slice(0, 4))).toEqual([0, 1, 0, 1])
    expect((await read(bytesOf('line'))).shape).toEqual([2])
    await expect(read(bytesOf('complex'))).rejects.toThrow(/file-corrupt/)
  })
})

describe('properties', () => {
  test('a file cut anywhere ends in a failure with a code', async () => {
    const bytes = bytesOf('<f8')
    for (let end = 0; end < bytes.length; end++) {
      const found = await read(bytes.subarray(0, end)).catch((thrown) => thrown)
      expect(found).toBeInstanceOf(NeurarrowError)
    }
  })

  test('changed bytes of the header end in a failure with a code, or in an array', async () => {
    const place = fc.integer({ min: 0, max: 127 })
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 0, max: 255 }), async (at, byte) => {
        const bytes = bytesOf('<f4')
        bytes[at] = byte
        const found = await read(bytes).catch((thrown) => thrown)
        const isArray = found instanceof NeurarrowError || found.values instanceof Float32Array
        expect(isArray).toBe(true)
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})
