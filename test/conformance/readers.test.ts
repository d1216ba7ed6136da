import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { catalogue, NeurarrowError } from '../../src/errors.ts'
import { readerFor, readers } from '../../src/io/index.ts'
import { memorySource } from '../../src/io/source.ts'
import { random } from '../../src/kernels/random.ts'
import { listsOf, type Table } from '../../src/tables/table.ts'
import { tinyEdf, tinyNifti, who } from '../fixtures/recordings.ts'

/** Small whole files of every kind that is read, by name; a new reader adds its own. */
const files: Readonly<Record<string, Uint8Array>> = {
  'plain.edf': tinyEdf({ format: 'EDF', annotations: [] }),
  'continuous.edf': tinyEdf(),
  'discontinuous.edf': tinyEdf({ format: 'EDF+D', segmentStartsS: [0, 1, 5, 6] }),
  'continuous.bdf': tinyEdf({ format: 'BDF+C' }),
  'one.nii': tinyNifti(),
  'one-big.nii': tinyNifti({ bigEndian: true, dtype: 'float32' }),
  'two.nii': tinyNifti({ format: 'NIfTI-2' }),
  'one.nii.gz': new Uint8Array(gzipSync(tinyNifti())),
  'two.nii.gz': new Uint8Array(gzipSync(tinyNifti({ format: 'NIfTI-2', bigEndian: true }))),
}

/** Numbers that may come of a byte: one a byte in plain files, a bounded inflation in others. */
const mostPerByte = (name: string) => (name.endsWith('.gz') ? 1032 : 1)

/** Runs inspect, read and events; each ends in a result or a catalogue failure with the file. */
async function survive(name: string, bytes: Uint8Array): Promise<number> {
  const reader = readerFor(name)
  const source = memorySource(name, bytes)
  const attempts = [
    () => reader.inspect(source),
    async () => boundedNumbers(await reader.read(source, who, {}), name, bytes.length),
    () => reader.read(source, who, { fromS: 1, toS: 2.5 }),
    () => reader.events?.(source) ?? Promise.resolve([]),
  ]
  let failures = 0
  for (const attempt of attempts) {
    try {
      await attempt()
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(NeurarrowError)
      const { code, facts } = thrown as NeurarrowError
      expect(Object.keys(catalogue)).toContain(code)
      expect(code).not.toBe('internal')
      expect(facts.file).toBe(name)
      if (/^file-(truncated|corrupt|too-large)$/.test(code)) expect(facts.byte).toBeTypeOf('number')
      failures++
    }
  }
  return failures
}

function boundedNumbers(table: Table, name: string, bytes: number): void {
  const { values } = listsOf(table, table.kind === 'volumes' ? 'voxels' : 'samples')
  expect(values.length).toBeLessThanOrEqual(bytes * mostPerByte(name))
}

describe('readers', () => {
  test('each has a small file here', () => {
    const tried = new Set(Object.keys(files).map((name) => readerFor(name).use))
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

  for (const [name, bytes] of Object.entries(files)) {
    test(`${name}: whole, it is read the same twice`, async () => {
      expect(await survive(name, bytes)).toBe(0)
      const reader = readerFor(name)
      const once = await reader.read(memorySource(name, bytes), who, {})
      const before = bytes.slice()
      const again = await reader.read(memorySource(name, bytes), who, {})
      expect(Buffer.from(bytes).equals(before)).toBe(true)
      const column = once.kind === 'volumes' ? 'voxels' : 'samples'
      expect(listsOf(again, column).values).toEqual(listsOf(once, column).values)
    })

    test(`${name}: cut off at each byte, it ends in a catalogue failure`, async () => {
      const step = bytes.length > 3000 ? 7 : 1
      let failed = 0
      for (let end = 0; end < bytes.length; end += step) {
        if ((await survive(name, bytes.subarray(0, end))) > 0) failed++
      }
      expect(failed).toBe(Math.ceil(bytes.length / step))
    })

    test(`${name}: with flipped bits, it ends in a table or a catalogue failure`, async () => {
      const { integer } = random(1)
      for (let i = 0; i < 400; i++) {
        const noisy = name.endsWith('.gz') ? new Uint8Array(gunzipSync(bytes)) : bytes.slice()
        for (let flips = integer(3); flips >= 0; flips--) {
          noisy[integer(Math.min(noisy.length, 1600))] ^= 1 << integer(8)
        }
        await survive(name, name.endsWith('.gz') ? new Uint8Array(gzipSync(noisy)) : noisy)
      }
    })

    test(`${name}: bytes of noise in place of a part end alike`, async () => {
      const { integer } = random(2)
      for (let i = 0; i < 200; i++) {
        const noisy = bytes.slice()
        const at = integer(noisy.length)
        for (let k = at; k < Math.min(at + 24, noisy.length); k++) noisy[k] = integer(256)
        await survive(name, noisy)
      }
    })
  }
})
