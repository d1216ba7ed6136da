import { performance } from 'node:perf_hooks'
import { expect } from 'vitest'
import { catalogue, NeurarrowError } from '../../src/errors.ts'
import { readerFor } from '../../src/io/index.ts'
import { memorySource } from '../../src/io/source.ts'
import { random } from '../../src/kernels/random.ts'
import type { Source } from '../../src/reader.ts'
import { listsOf, type Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'

/** A small whole recording that is damaged in many ways. */
export interface Seed {
  /** What tests call it. */
  readonly name: string
  /** The file that is opened. */
  readonly open: string
  /** All files by name. */
  readonly files: Readonly<Record<string, Uint8Array>>
  /** The file that is damaged; the one that is opened without it. */
  readonly damage?: string
  /** Numbers that may come of a byte; one in files that are not compressed. */
  readonly mostPerByte?: number
  /** What is tried, in place of all that a reader does; gives how many numbers came of it. */
  readonly attempts?: readonly ((source: Source) => Promise<number>)[]
  /** How the damaged bytes are wrapped before they are read: compressed. */
  readonly wrap?: (bytes: Uint8Array) => Uint8Array
  /** Whether the damaged file may end anywhere: a text. */
  readonly mayEnd?: true
  /** Bytes from the front that noise is put into; all without it. */
  readonly head?: number
}

/** A file is read within this time, s. */
const longestS = 5

/** The seed with other bytes in the damaged file. */
export function withDamage(seed: Seed, bytes: Uint8Array): Seed {
  const { damage = seed.open, wrap = (whole) => whole } = seed
  return { ...seed, files: { ...seed.files, [damage]: wrap(bytes) } }
}

/** The bytes of a seed that are damaged, before they are wrapped. */
export function damagedBytes({ files, damage, open }: Seed): Uint8Array {
  return files[damage ?? open]
}

/**
 * Reads a recording in all ways; each ends in a result or a catalogue failure with file and place,
 * in time, and never gives more numbers than its bytes can hold.
 *
 * @returns how many of the ways failed
 */
export async function survive(seed: Seed): Promise<number> {
  const { open, files, attempts = readerAttempts(open) } = seed
  const source = memorySource(open, files[open], files)
  const bytes = Object.values(files).reduce((sum, { length }) => sum + length, 0)
  let failures = 0
  for (const attempt of attempts) {
    const from = performance.now()
    try {
      const numbers = await attempt(source)
      expect(numbers, 'numbers for bytes').toBeLessThanOrEqual(bytes * (seed.mostPerByte ?? 1))
    } catch (thrown) {
      expectCatalogue(thrown, Object.keys(files))
      failures++
    }
    expect((performance.now() - from) / 1000, 'time, s').toBeLessThan(longestS)
  }
  return failures
}

function expectCatalogue(thrown: unknown, names: readonly string[]): void {
  if (!(thrown instanceof NeurarrowError)) throw thrown
  const { code, facts } = thrown
  expect(Object.keys(catalogue)).toContain(code)
  expect(code).not.toBe('internal')
  const isBeside = code === 'file-missing' || code === 'path-refused'
  if (!isBeside) expect(names).toContain(facts.file)
  const placed = /^file-(truncated|corrupt|too-large)$/.test(code)
  if (placed) expect(facts.byte ?? facts.line, thrown.message).toBeTypeOf('number')
}

/** All that a reader does with a file. */
function readerAttempts(open: string): ((source: Source) => Promise<number>)[] {
  const reader = readerFor(open)
  return [
    async (source) => {
      await reader.inspect(source)
      return 0
    },
    async (source) => numbersIn(await reader.read(source, who, {})),
    async (source) => numbersIn(await reader.read(source, who, { fromS: 0.01, toS: 2.5 })),
    async (source) => {
      await reader.events?.(source)
      return 0
    },
    async (source) => {
      await reader.files?.(source)
      return 0
    },
  ]
}

function numbersIn(table: Table): number {
  return listsOf(table, table.kind === 'volumes' ? 'voxels' : 'samples').values.length
}

/** Sizes and counts that headers lie about. */
const extremes = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff]

/**
 * Damages bytes: bits flipped, cut off, pieces moved, repeated, left out or taken from another,
 * numbers replaced by extreme ones, noise.
 *
 * @param integer a whole number from 0 to below its argument
 * @param others bytes that pieces may come from
 */
export function damaged(
  bytes: Uint8Array,
  integer: (below: number) => number,
  others: readonly Uint8Array[],
  head = bytes.length,
): Uint8Array {
  const within = Math.max(1, Math.min(head, bytes.length))
  // half of the damage is done where headers are
  const place = () => (integer(2) === 0 ? integer(within) : integer(Math.max(1, bytes.length)))
  const out = bytes.slice()
  const kind = integer(6)
  if (kind === 0) for (let k = integer(8); k >= 0; k--) out[place()] ^= 1 << integer(8)
  if (kind === 1) return bytes.slice(0, place())
  if (kind === 2) {
    const from = others[integer(others.length)] ?? bytes
    const at = integer(Math.max(1, from.length))
    const piece = from.subarray(at, at + 1 + integer(64))
    const to = place()
    const skipped = integer(2) === 0 ? piece.length : integer(64)
    return joined(bytes.subarray(0, to), piece, bytes.subarray(to + skipped))
  }
  if (kind === 3) {
    const at = place()
    const width = [1, 2, 4][integer(3)]
    const value = extremes[integer(extremes.length)]
    const isLittle = integer(2) === 0
    for (let k = 0; k < width && at + k < out.length; k++) {
      out[at + k] = (value >>> (8 * (isLittle ? k : width - 1 - k))) & 255
    }
  }
  if (kind === 4) for (let k = integer(24), at = place(); k >= 0; k--) out[at + k] = integer(256)
  if (kind === 5) {
    // a digit or a letter for another: what texts and fields of text are changed by
    for (let k = integer(4); k >= 0; k--) out[place()] = 32 + integer(95)
  }
  return out
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/**
 * Reads `count` damaged recordings, always the same ones, spread evenly over the seeds.
 *
 * @returns how many of them failed in some way; others were read
 */
export async function surviveMutations(seeds: readonly Seed[], count: number): Promise<number> {
  const { integer } = random(20_240_229)
  const others = seeds.map(damagedBytes)
  let failed = 0
  for (let i = 0; i < count; i++) {
    const seed = seeds[i % seeds.length]
    const bytes = damaged(damagedBytes(seed), integer, others, seed.head)
    try {
      if ((await survive(withDamage(seed, bytes))) > 0) failed++
    } catch (thrown) {
      const message = `mutation ${i} of ${seed.name} (${seed.damage ?? seed.open})`
      throw new Error(message, { cause: thrown })
    }
  }
  return failed
}
