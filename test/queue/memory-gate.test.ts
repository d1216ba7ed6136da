import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryGate } from '../../src/queue/memory-gate.ts'

describe('the memory gate', () => {
  test('lets in what fits and makes the rest wait, in order', async () => {
    const gate = new MemoryGate(100)
    const order: string[] = []
    const enter = (name: string, mb: number) =>
      gate.within(mb, async () => {
        order.push(name)
        await setTimeout(5)
      })
    await Promise.all([enter('a', 60), enter('b', 60), enter('c', 10)])
    expect(order).toEqual(['a', 'b', 'c'])
    expect(gate.reservedMb).toBe(0)
  })

  test('gives back what a failed work had', async () => {
    const gate = new MemoryGate(100)
    const failing = gate.within(100, () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(gate.reservedMb).toBe(0)
  })

  test('knows what never fits', () => {
    expect([new MemoryGate(100).fits(100), new MemoryGate(100).fits(101)]).toEqual([true, false])
  })
})

describe('properties', () => {
  test('never gives more than it has, and everyone gets a turn', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 12 })
    const property = fc.asyncProperty(sizes, async (all) => {
      const gate = new MemoryGate(100)
      let most = 0
      const work = all.map((mb) =>
        gate.within(mb, async () => {
          most = Math.max(most, gate.reservedMb)
          await setTimeout(0)
          return mb
        }),
      )
      expect(await Promise.all(work)).toEqual(all)
      expect(most).toBeLessThanOrEqual(100)
    })
    await fc.assert(property, { seed: 1, numRuns: 50 })
  })
})
