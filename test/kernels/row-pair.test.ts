import { describe, expect, test } from 'vitest'
import {
  clearHoles,
  drainPair,
  holesSeen,
  loadPair,
  PANEL,
  PANEL_BYTES,
  rowPair,
} from '../../src/kernels/row-pair.ts'
import { wasmRoom } from '../../src/kernels/wasm/signal-wasm.ts'
import { signalInput } from '../signal-golden.ts'

describe('rowPair', () => {
  test('gives two neighbours, and a last odd row twice', () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6)
    expect(rowPair(x, 2, 0).map((row) => [...row])).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(rowPair(x, 2, 2).map((row) => [...row])).toEqual([
      [5, 6],
      [5, 6],
    ])
  })
})

describe('loadPair and drainPair', () => {
  const room = wasmRoom([PANEL_BYTES, 16 * PANEL])
  const [at, pair] = room.at
  const panel = { room, at }

  test.each([1, 3, 4, 7, PANEL])('%i samples lie side by side, and come back', (count) => {
    const x = signalInput(2, count + 5)
    const y = new Float32Array(x.length)
    loadPair(panel, rowPair(x, count + 5, 0), { first: 5, count, pair })
    expect(room.f64[pair / 8 + 2 * (count - 1)]).toBe(x[count + 4])
    expect(room.f64[pair / 8 + 2 * (count - 1) + 1]).toBe(x[2 * count + 9])
    drainPair(panel, rowPair(y, count + 5, 0), { first: 5, count, pair })
    expect(y.subarray(5, count + 5)).toEqual(x.subarray(5, count + 5))
    expect(y.subarray(count + 10)).toEqual(x.subarray(count + 10))
  })

  test.each([0, 1, 4, 5, 6])('a hole at %i is seen in its own row', (t) => {
    const x = signalInput(2, 7)
    x[7 + t] = Number.POSITIVE_INFINITY
    clearHoles(panel)
    loadPair(panel, rowPair(x, 7, 0), { first: 0, count: 7, pair })
    expect(holesSeen(panel)).toEqual([false, true])
  })
})
