import { expect, test } from 'vitest'
import { decodeTable, encodePieces, encodeTable } from '../../src/tables/ipc.ts'
import { makeSignals, segmentsOf } from '../../src/tables/signals.ts'

const recording = { subject: 'A', session: '', run: '1', recording: 'A_1', labels: {} }

function signals(samples: number) {
  const values = Float32Array.from({ length: 2 * samples }, (_, i) => i)
  const channels = ['a', 'b']
  return makeSignals(recording, [{ channels, startS: 0, rateHz: 1, values, index: 0 }], 'uV')
}

test('pieces are the bytes of the whole; large columns are not copied', () => {
  for (const samples of [3, 40_000]) {
    const table = signals(samples)
    const pieces = encodePieces(table)
    expect(Buffer.compare(Buffer.concat(pieces), encodeTable(table))).toBe(0)
    expect(pieces.length).toBe(samples > 3 ? 3 : 1)
    const { buffer } = segmentsOf(table)[0].values
    expect(pieces.some((piece) => piece.buffer === buffer)).toBe(samples > 3)
  }
})

test('what was encoded is read again', () => {
  const table = decodeTable(encodeTable(signals(5)))
  expect([...segmentsOf(table as ReturnType<typeof signals>)[0].values]).toHaveLength(10)
})
