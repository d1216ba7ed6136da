import { describe, expect, test } from 'vitest'
import { readerFor, readers } from '../../src/io/index.ts'
import { memorySource } from '../../src/io/source.ts'
import { random } from '../../src/kernels/random.ts'
import { listsOf } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'
import { damagedBytes, survive, withDamage } from '../io/mutations.ts'
import { seeds } from '../io/seeds.ts'

/** Small whole recordings of every kind that is read; a new reader adds its own to the seeds. */
const files = readers.flatMap(({ use }) => seeds[use] ?? [])

describe('readers', () => {
  test('each has a small file here', () => {
    const tried = new Set(files.map(({ open }) => readerFor(open).use))
    expect([...tried].sort()).toEqual(readers.map((reader) => reader.use).sort())
  })

  test('names, endings and titles are set, and no ending belongs to two', () => {
    const endings = readers.flatMap((reader) => reader.endings)
    expect(new Set(endings).size).toBe(endings.length)
    for (const { use, title, endings: own } of readers) {
      expect(title.length, use).toBeGreaterThan(10)
      for (const ending of own) expect(ending).toMatch(/^\.[a-z0-9.]+$/)
    }
  })

  for (const seed of files) {
    const bytes = damagedBytes(seed)
    const { open, wrap = (whole: Uint8Array) => whole } = seed
    const whole = withDamage(seed, bytes)

    test(`${seed.name}: whole, it is read the same twice`, async () => {
      expect(await survive(whole)).toBe(0)
      const reader = readerFor(open)
      const source = memorySource(open, whole.files[open], whole.files)
      const before = Object.values(whole.files).map((each) => each.slice())
      const once = await reader.read(source, who, {})
      const again = await reader.read(source, who, {})
      const column = once.kind === 'volumes' ? 'voxels' : 'samples'
      expect(listsOf(again, column).values).toEqual(listsOf(once, column).values)
      for (const [i, each] of Object.values(whole.files).entries()) {
        expect(Buffer.from(each).equals(before[i])).toBe(true)
      }
    })

    test(`${seed.name}: cut off at each byte, it ends in a catalogue failure`, async () => {
      const cut = wrap(bytes)
      const step = cut.length > 3000 ? 7 : 1
      let failed = 0
      for (let end = 0; end < cut.length; end += step) {
        const part = withDamage({ ...seed, wrap: undefined }, cut.subarray(0, end))
        if ((await survive(part)) > 0) failed++
      }
      if (seed.mayEnd) expect(failed).toBeGreaterThan(0)
      else expect(failed).toBe(Math.ceil(cut.length / step))
    })

    test(`${seed.name}: with flipped bits, it ends in a table or a catalogue failure`, async () => {
      const { integer } = random(1)
      for (let i = 0; i < 150; i++) {
        const noisy = bytes.slice()
        for (let flips = integer(3); flips >= 0; flips--) {
          noisy[integer(Math.min(noisy.length, 1600))] ^= 1 << integer(8)
        }
        await survive(withDamage(seed, noisy))
      }
    })

    test(`${seed.name}: bytes of noise in place of a part end alike`, async () => {
      const { integer } = random(2)
      const wrapped = wrap(bytes)
      for (let i = 0; i < 100; i++) {
        const noisy = wrapped.slice()
        const at = integer(noisy.length)
        for (let k = at; k < Math.min(at + 24, noisy.length); k++) noisy[k] = integer(256)
        await survive(withDamage({ ...seed, wrap: undefined }, noisy))
      }
    })
  }
})
