import { describe, expect, test } from 'vitest'
import { edf } from '../../src/io/edf.ts'
import { readEdfHeader } from '../../src/io/edf-header.ts'
import { recordBlocks } from '../../src/io/edf-records.ts'
import { memorySource } from '../../src/io/source.ts'
import type { Source } from '../../src/reader.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { channel, tinyEdf, who } from '../fixtures/recordings.ts'

/** Records of 4 x 40 kB: the gaps between distant channels are worth skipping. */
const wide = tinyEdf({
  channels: ['A', 'B', 'C', 'D'].map((label, i) => channel(label, 'uV', 20_000, i + 1)),
})

function counted(bytes: Uint8Array): Source & { bytesRead: number } {
  const memory = memorySource('x.edf', bytes)
  return {
    ...memory,
    bytesRead: 0,
    read(from, to) {
      this.bytesRead += to - from
      return memory.read(from, to)
    },
  }
}

describe('recordBlocks', () => {
  test('distant channels of large records are read without what lies between', async () => {
    const source = counted(wide)
    const asked = (await edf.read(source, who, { channels: ['D', 'A'] })) as Table<'signals'>
    const all = (await edf.read(counted(wide), who, {})) as Table<'signals'>
    expect(source.bytesRead).toBeLessThan(wide.length / 2 + 10_000)
    const [two] = segmentsOf(asked)
    const [four] = segmentsOf(all)
    expect(two.values.subarray(80_000)).toEqual(four.values.subarray(0, 80_000))
    expect(two.values.subarray(0, 80_000)).toEqual(four.values.subarray(240_000))
  })

  test('a span reads its own records only', async () => {
    const source = counted(wide)
    await edf.read(source, who, { fromS: 1.5, toS: 2 })
    expect(source.bytesRead).toBeLessThan(wide.length / 4 + 10_000)
  })

  test('blocks cover the records once, with the offsets of the wanted signals', async () => {
    const source = memorySource('x.edf', wide)
    const header = await readEdfHeader(source)
    const wanted = [header.signals[2]]
    const seen: number[] = []
    for await (const block of recordBlocks(source, header, wanted, [1, 4])) {
      for (let r = 0; r < block.count; r++) {
        seen.push(block.first + r)
        const at = r * block.stride + block.offsets[0]
        const inFile = header.headerBytes + (block.first + r) * header.recordBytes + 80_000
        expect(block.bytes.subarray(at, at + 40_000)).toEqual(
          wide.subarray(inFile, inFile + 40_000),
        )
      }
    }
    expect(seen).toEqual([1, 2, 3])
  })
})
