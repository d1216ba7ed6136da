import { expect, test } from 'vitest'
import { inDenseRoom } from '../../../src/kernels/wasm/dense-wasm.ts'
import { inSeparationRoom } from '../../../src/kernels/wasm/separation-wasm.ts'

test('its room is apart from that of dense algebra, which may be used meanwhile', () => {
  const kept = inSeparationRoom([64, 64], ({ f64, at }) => {
    f64.fill(3, at[0] / 8, at[0] / 8 + 8)
    inDenseRoom([4096], (room) => room.f64.fill(7))
    return Array.from(f64.subarray(at[0] / 8, at[0] / 8 + 8))
  })
  expect(kept).toEqual([3, 3, 3, 3, 3, 3, 3, 3])
})
