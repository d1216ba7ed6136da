import { describe, expect, test } from 'vitest'
import { placesOf, planBytes, putPlan } from '../../src/kernels/plan-room.ts'
import { splitPlan } from '../../src/kernels/split-plan.ts'
import { wasmRoom } from '../../src/kernels/wasm/signal-wasm.ts'
import { expectClose } from '../close.ts'

describe('putPlan', () => {
  test.each([8, 15, 14, 1])('a constant of %i numbers has its sum at 0', (length) => {
    const split = splitPlan(length)
    const room = wasmRoom([32 * length, planBytes(split)])
    const [x, plan] = room.at
    for (let i = 0; i < length; i++) room.f64.set([1, 2, 0, 0], x / 8 + 4 * i)
    putPlan(room, split, plan)
    room.wasm.transform(x, length, plan)
    const places = placesOf(split)
    const found = [...places].flatMap((p) => [...room.f64.slice(x / 8 + 4 * p, x / 8 + 4 * p + 2)])
    const expected = [length, 2 * length, ...new Array(2 * length - 2).fill(0)]
    expectClose(found, expected, { absolute: 1e-13 * length, why: 'f64' })
    expect([...places].sort((a, b) => a - b)).toEqual([...places.keys()])
  })
})
