import { expect, test } from 'vitest'
import { crewBinary } from '../../../src/kernels/wasm/crew-binary.ts'

test('the built kernels are a WebAssembly module of version 1', () => {
  expect([...atob(crewBinary).slice(0, 8)].map((letter) => letter.charCodeAt(0))).toEqual([
    0, 97, 115, 109, 1, 0, 0, 0,
  ])
})
