import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOfNumber, type NumberType } from '../../src/io/number-reader.ts'
import { readSampleRows, type SampleLayout } from '../../src/io/sample-rows.ts'
import { memorySource } from '../../src/io/source.ts'

const source = (numbers: Int16Array) =>
  memorySource('x.eeg', new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
const form = { type: 'int16', order: 'frames' } as const
const layout: SampleLayout = { at: 0, channels: 2, samples: 3, isLittle: true, ...form }
const rows = [
  { index: 1, gain: 0.5 },
  { index: 0, gain: -1 },
]

describe('readSampleRows', () => {
  test('takes rows in the order asked for, scaled, in a span', async () => {
    const file = source(Int16Array.of(1, 10, 2, 20, 3, 30))
    const out = await readSampleRows(file, layout, rows, [1, 3])
    expect([...out]).toEqual([10, 15, -2, -3])
  })

  test('of rows one after the other as well', async () => {
    const file = source(Int16Array.of(1, 2, 3, 10, 20, 30))
    const out = await readSampleRows(file, { ...layout, order: 'rows' }, rows, [0, 2])
    expect([...out]).toEqual([5, 10, -1, -2])
  })

  test('a file that is too short is truncated, whatever is asked', async () => {
    const read = readSampleRows(source(Int16Array.of(1, 2, 3)), layout, rows, [0, 1])
    await expect(read).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { byte: 6, expected: 12 },
    })
  })

  test('more samples than a table holds are refused before they are read', async () => {
    const wide = { ...layout, samples: 2 ** 31 }
    const read = readSampleRows(source(Int16Array.of(1)), wide, rows, [0, 2 ** 31])
    await expect(read).rejects.toMatchObject({ code: 'file-too-large' })
  })
})

describe('properties', () => {
  test('frames and rows, of either byte order, hold the same samples', async () => {
    const types = fc.constantFrom<NumberType>('int16', 'int32', 'float32', 'uint8')
    const shape = fc.record({ channels: fc.integer({ min: 1, max: 5 }), type: types })
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.integer({ min: 1, max: 40 }),
        async ({ channels, type }, samples) => {
          const width = bytesOfNumber[type]
          const write = (order: 'frames' | 'rows', isLittle: boolean) => {
            const bytes = Buffer.alloc(channels * samples * width)
            for (let c = 0; c < channels; c++) {
              for (let t = 0; t < samples; t++) {
                const at = width * (order === 'frames' ? t * channels + c : c * samples + t)
                const value = (7 * c + 3 * t) % 120
                if (type === 'float32') {
                  if (isLittle) bytes.writeFloatLE(value, at)
                  else bytes.writeFloatBE(value, at)
                } else if (isLittle) bytes.writeIntLE(value, at, width)
                else bytes.writeIntBE(value, at, width)
              }
            }
            const all = Array.from({ length: channels }, (_, index) => ({ index, gain: 1 }))
            const how = { at: 0, channels, samples, type, isLittle, order }
            const file = memorySource('x', new Uint8Array(bytes))
            return readSampleRows(file, how, all, [0, samples])
          }
          const expected = await write('frames', true)
          expect(expected[expected.length - 1]).toBe((7 * (channels - 1) + 3 * (samples - 1)) % 120)
          for (const order of ['frames', 'rows'] as const) {
            for (const isLittle of [true, false]) {
              expect(await write(order, isLittle)).toEqual(expected)
            }
          }
        },
      ),
      { seed: 1, numRuns: 50 },
    )
  })
})
