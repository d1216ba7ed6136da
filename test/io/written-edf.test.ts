import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { edfContent } from '../../src/io/edf-content.ts'
import { numpy } from '../../src/io/numpy.ts'
import { memorySource } from '../../src/io/source.ts'
import { encodeEdf } from '../../src/io/write-edf.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'

interface Written {
  readonly case: string
  readonly ending: 'edf' | 'bdf'
  readonly facts: object
  readonly input: readonly (readonly number[])[]
  readonly sha256: string
  /** As pyEDFlib reads them: smallest and largest value, rate. */
  readonly ranges: readonly (readonly [number, number, number])[]
  readonly units: readonly string[]
  readonly samples: readonly (readonly number[])[]
  readonly annotations: readonly (readonly [number, number, string])[]
  readonly mneAnnotations: Written['annotations']
}

const file = new URL('../golden/written-edf/written.json', import.meta.url)
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Written[]

/** The array that was converted, as NumPy saves it. */
function source({ input, facts }: Written) {
  const shape = `(${input.length}, ${input[0].length})`
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`
  const size = Buffer.alloc(2)
  size.writeUInt16LE(text.length)
  const data = Buffer.from(Float32Array.from(input.flat()).buffer)
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1')
  const bytes = Buffer.concat([magic, size, Buffer.from(text), data])
  return memorySource('a.npy', bytes, { 'a.json': Buffer.from(JSON.stringify(facts)) })
}

describe('files that MNE and pyEDFlib have read', () => {
  test.each(cases)('$case: has the very bytes, and they the samples', async (due) => {
    const from = source(due)
    const table = (await numpy.read(from, who, {})) as Table<'signals'>
    const events = (await numpy.events?.(from)) ?? []
    const bytes = encodeEdf(edfContent(table, { format: due.ending, events }))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(due.sha256)
    const steps = 2 ** (due.ending === 'edf' ? 16 : 24) - 1
    for (const [c, row] of due.input.entries()) {
      const [low, high] = due.ranges[c]
      const most = (0.51 * (high - low)) / steps + 1e-7 * Math.max(-low, high)
      row.forEach((v, t) => {
        if (Math.abs(due.samples[c][t] - v) > most) expect(due.samples[c][t]).toBe(v)
      })
    }
    expect(due.units).toEqual(['uV', 'uV', 'bpm'])
    const told = events.map((e) => [e.onsetS, e.durationS, e.label])
    expect(due.annotations.slice(0, told.length)).toEqual(told)
    expect(due.mneAnnotations.map(([, , text]) => text)).toEqual(due.annotations.map((a) => a[2]))
  })
})
