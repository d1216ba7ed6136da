import { describe, expect, test } from 'vitest'
import { recycling, unset32, unset64 } from '../../src/kernels/recycling.ts'

const large = 100_000

describe('recycling', () => {
  test('the memory of a task is used again by the next, and not within it', async () => {
    const take = async () => [unset32(large), unset64(large)]
    const [a, b] = await recycling(take)
    expect(a.buffer).toBe(b.buffer)
    expect(b.byteOffset).toBeGreaterThanOrEqual(a.byteOffset + a.byteLength)
    const [c] = await recycling(take)
    expect([c.buffer === a.buffer, c.byteOffset]).toEqual([true, a.byteOffset])
  })

  test('outside a task, and for a small array, memory is new', async () => {
    const inside = await recycling(async () => [unset32(large), unset32(10)])
    expect(inside[1].buffer).not.toBe(inside[0].buffer)
    expect(unset32(large).buffer).not.toBe(inside[0].buffer)
    expect(unset64(10)).toEqual(new Float64Array(10))
  })

  test('tasks at the same time are cleared with the last, also of those that fail', async () => {
    let end = () => {}
    const waiting = new Promise<void>((resolve) => {
      end = resolve
    })
    const outer = recycling(async () => {
      const own = unset32(large).fill(1)
      await waiting
      return own
    })
    await expect(
      recycling(async () => {
        unset32(large)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    const later = recycling(async () => unset32(large).fill(2))
    await later
    end()
    expect((await outer).every((value) => value === 1)).toBe(true)
  })
})
