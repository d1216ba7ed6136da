import { expect, test } from 'vitest'
import { inLinearRoom } from '../../../src/kernels/wasm/linear-wasm.ts'

test('regions lie one after the other, and a large memory is given back', () => {
  expect(inLinearRoom([8, 8], (room) => room.at)).toEqual([1024, 1040])
  const bytes = () => inLinearRoom([8], ({ f64 }) => f64.byteLength)
  const small = bytes()
  expect(inLinearRoom([2 ** 26], ({ f64 }) => f64.byteLength)).toBeGreaterThan(2 ** 26)
  expect(bytes()).toBeLessThanOrEqual(small)
})
