import { describe, expect, test } from 'vitest'
import { wasmRoom } from '../../../src/kernels/wasm/signal-wasm.ts'

describe('wasmRoom', () => {
  test('regions lie one after the other on multiples of 16 bytes', () => {
    const { at } = wasmRoom([1, 16, 17, 0])
    expect(at.map((address) => address - at[0])).toEqual([0, 16, 32, 64])
    expect(at[0] % 16).toBe(0)
  })

  test('the memory grows to the largest call and no further', () => {
    const size = 300_000
    const first = wasmRoom([size])
    const bytes = first.f64.byteLength
    expect(bytes).toBeGreaterThanOrEqual(first.at[0] + size)
    for (let i = 0; i < 20; i++) wasmRoom([size])
    expect(wasmRoom([size]).f64.byteLength).toBe(bytes)
  })

  test('rows are put side by side and parted again', () => {
    const room = wasmRoom([16, 16, 16, 64])
    const [a, b, check, pair] = room.at
    room.f32.set([1, 2, 3, 4], a / 4)
    room.f32.set([5, 6, 7, 8], b / 4)
    room.wasm.pairRows(a, b, pair, 4, check)
    expect([...room.f64.subarray(pair / 8, pair / 8 + 8)]).toEqual([1, 5, 2, 6, 3, 7, 4, 8])
    room.wasm.partRows(pair, b, a, 4)
    expect([...room.f32.subarray(a / 4, a / 4 + 4)]).toEqual([5, 6, 7, 8])
  })
})
