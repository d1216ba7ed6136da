import { expect, test } from 'vitest'
import { inCrewRoom } from '../../../src/kernels/wasm/crew-wasm.ts'
import { inDenseRoom } from '../../../src/kernels/wasm/dense-wasm.ts'

test('its room is apart from that of dense algebra, and from one within it', () => {
  const kept = inCrewRoom([64, 64], ({ f64, at }) => {
    f64.fill(3, at[0] / 8, at[0] / 8 + 8)
    inDenseRoom([4096], (room) => room.f64.fill(7))
    inCrewRoom([4096], (room) => room.f64.fill(7))
    return Array.from(f64.subarray(at[0] / 8, at[0] / 8 + 8))
  })
  expect(kept).toEqual([3, 3, 3, 3, 3, 3, 3, 3])
})
