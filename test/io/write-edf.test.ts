import { describe, expect, test } from 'vitest'
import { encodeEdf } from '../../src/io/write-edf.ts'
import { channel, edfContent, tinyEdf } from '../fixtures/recordings.ts'

describe('encodeEdf', () => {
  test('the header has the fields of the format in their places', () => {
    const text = Buffer.from(tinyEdf()).toString('latin1')
    expect(text.slice(0, 8)).toBe('0       ')
    expect(text.slice(88, 168).trim()).toBe('Startdate 29-FEB-2024 X X X')
    expect(text.slice(168, 192)).toBe('29.02.2423.59.581280    ')
    expect(text.slice(192, 197)).toBe('EDF+C')
    expect(text.slice(236, 256)).toBe('4       1       4   ')
    expect(tinyEdf({ format: 'BDF+C' })[0]).toBe(255)
  })

  test('equal content gives equal bytes', () => {
    expect(Buffer.from(tinyEdf()).equals(tinyEdf())).toBe(true)
  })

  test('values beyond the range saturate, NaN ends in non-finite', () => {
    const loud = { ...channel('Cz', 'uV', 1, 10), values: Float64Array.of(99, -99, 0, 10) }
    const bytes = tinyEdf({ format: 'EDF', annotations: [], channels: [loud] })
    const view = new DataView(bytes.buffer, 512)
    expect([0, 2, 6].map((at) => view.getInt16(at, true))).toEqual([32767, -32768, 32767])
    const nan = { ...loud, values: new Float64Array(4).fill(Number.NaN) }
    expect(() => tinyEdf({ channels: [nan] })).toThrow(/non-finite.*Cz/)
  })

  test('content that the format cannot hold is refused', () => {
    const refused = [
      { format: 'EDF' as const },
      { recordS: 0.3 },
      { segmentStartsS: [0, 1, 2, 3] },
      { patient: 'ü' },
      { channels: [channel('a label that is too long', 'uV', 16, 1)] },
      { channels: [{ ...channel('Cz', 'uV', 16, 1), physicalMin: 1 }] },
      { annotations: [{ onsetS: 0, durationS: 0, text: 'a\x14b' }] },
    ]
    for (const change of refused) {
      expect(() => encodeEdf({ ...edfContent, ...change })).toThrow('arguments-invalid')
    }
  })
})
