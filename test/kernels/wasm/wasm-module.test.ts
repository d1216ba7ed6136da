import { expect, test } from 'vitest'
import { wasmModule } from '../../../src/kernels/wasm/wasm-module.ts'

/** A module that exports a memory of one page. */
const binary = 'AGFzbQEAAAAFAwEAAQcKAQZtZW1vcnkCAA=='

test('regions lie one after the other, from the first address', () => {
  const { at, f32, f64, u32 } = wasmModule(binary, 64).room([1, 17, 8])
  expect(at).toEqual([64, 80, 112])
  expect([f32, f64, u32].map((view) => view.byteLength)).toEqual([65536, 65536, 65536])
})

test('the memory grows, and is given back above a size only', () => {
  const module = wasmModule(binary, 64)
  const size = (bytes: number) => module.room([bytes]).f64.byteLength
  expect(size(65536)).toBe(2 * 65536)
  module.shrink(2 * 65536)
  expect(size(8)).toBe(2 * 65536)
  module.shrink(65536)
  expect(size(8)).toBe(65536)
})
