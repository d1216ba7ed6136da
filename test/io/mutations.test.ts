import { describe, expect, test } from 'vitest'
import { readers } from '../../src/io/index.ts'
import { survive, surviveMutations, withDamage } from './mutations.ts'
import { seeds } from './seeds.ts'

/** Damaged files of each reader: a share here; `NEURARROW_MUTATIONS=10000` for all of them. */
const count = Number(process.env.NEURARROW_MUTATIONS ?? 100)

describe('damaged files', () => {
  test('each reader has small files', () => {
    for (const { use } of readers) expect(Object.keys(seeds)).toContain(use)
  })

  test.each(Object.entries(seeds))('of %s are whole before', async (_, own) => {
    for (const seed of own) {
      const { wrap, files, open } = seed
      const whole = wrap ? withDamage(seed, files[seed.damage ?? open]) : seed
      expect(await survive(whole), seed.name).toBe(0)
    }
  })

  test.each(Object.keys(seeds))(
    'of %s end in a table or a catalogue failure',
    async (use) => {
      const failed = await surviveMutations(seeds[use], count)
      expect(failed).toBeGreaterThan(count / 10)
      expect(failed).toBeLessThan(count)
    },
    3_600_000,
  )
})
