import { expect, test } from 'vitest'
import { inDenseRoom } from '../../../src/kernels/wasm/dense-wasm.ts'

test('regions begin above the blocks of products', () => {
  const at = inDenseRoom([8, 8], (room) => room.at)
  expect(at).toEqual([2 ** 20, 2 ** 20 + 16])
})

test('a large memory is given back, also when the work fails', () => {
  const bytes = () => inDenseRoom([8], ({ f64 }) => f64.byteLength)
  const small = bytes()
  expect(inDenseRoom([2 ** 26], ({ f64 }) => f64.byteLength)).toBeGreaterThan(2 ** 26)
  expect(bytes()).toBeLessThanOrEqual(small)
  const fail = () => {
    throw new RangeError('no')
  }
  expect(() => inDenseRoom([2 ** 26], fail)).toThrow('no')
  expect(bytes()).toBeLessThanOrEqual(small)
})
