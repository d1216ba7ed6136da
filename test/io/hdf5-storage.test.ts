import { describe, expect, test } from 'vitest'
import type { MatLater, MatNumbers } from '../../src/io/mat-value.ts'
import { soleStruct } from '../../src/io/mat-value.ts'
import { readMat73 } from '../../src/io/mat73.ts'
import { memorySource } from '../../src/io/source.ts'
import { caseSource, formatCases } from './formats-golden.ts'

const cases = [...formatCases('eeglab'), ...formatCases('eeglab-long')]
const none = [255, 255, 255, 255, 255, 255, 255, 255]
const wanted = new Set(['EEG', 'data'])

/** The bytes of a case: HDF5 behind 512 others, and a view of them. */
async function bytesOf(name: string) {
  const source = caseSource(cases.filter((each) => each.case === name)[0])
  const bytes = new Uint8Array(await source.read(0, source.size))
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}

/** Where the keys of the first tree of chunks begin. */
function keysIn(bytes: Uint8Array): number {
  const text = Buffer.from(bytes)
  let at = text.indexOf('TREE')
  while (bytes[at + 4] !== 1) at = text.indexOf('TREE', at + 4)
  return at + 24
}

/** Where the first layout message of a class stands: version 3. */
function layoutIn(bytes: Uint8Array, kind: number, from = 0): number {
  return Buffer.from(bytes).indexOf(Buffer.from([3, kind]), from)
}

/** All numbers of `EEG.data`, now or later. */
async function dataOf(bytes: Uint8Array): Promise<Uint8Array> {
  const variables = await readMat73(memorySource('x.set', bytes), wanted)
  const data = soleStruct(variables.get('EEG'))?.get('data') as MatNumbers | MatLater
  if (data.kind === 'numbers') return data.bytes
  return data.read(0, data.shape[data.shape.length - 1])
}

const chunked = 'version 7.3, deflated chunks'

describe('what an array says it stores', () => {
  test('is there in whole files', async () => {
    const { bytes } = await bytesOf(chunked)
    expect(await dataOf(bytes)).toHaveLength(33 * 4 * 8)
    expect(await dataOf((await bytesOf('long')).bytes)).not.toHaveLength(0)
  })

  test('is not there when a filter is left out of a chunk that needs it', async () => {
    // the library would give the packed bytes and then what its memory holds
    const { bytes, view } = await bytesOf(chunked)
    const keys = keysIn(bytes)
    const byte = 512 + Number(view.getBigUint64(keys + 32, true))
    view.setUint32(keys + 4, 1, true)
    await expect(dataOf(bytes)).rejects.toMatchObject({ code: 'file-corrupt', facts: { byte } })
  })

  test('is not there when a chunk cannot be found, though it is in the index', async () => {
    // the library would give zeros
    const { bytes } = await bytesOf(chunked)
    const keys = keysIn(bytes)
    bytes[keys + 8 + 16] = 8
    const facts = { byte: keys - 24, expected: 'keys in order' }
    await expect(dataOf(bytes)).rejects.toMatchObject({ code: 'file-corrupt', facts })
  })

  test('is not there when the index has fewer chunks', async () => {
    const { bytes, view } = await bytesOf(chunked)
    const count = keysIn(bytes) - 24 + 6
    view.setUint16(count, view.getUint16(count, true) - 1, true)
    await expect(dataOf(bytes)).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { expected: '8 chunks' },
    })
  })

  test('is not there when a chunk lies behind the end', async () => {
    const { bytes, view } = await bytesOf(chunked)
    view.setBigUint64(keysIn(bytes) + 32, BigInt(bytes.length - 516), true)
    await expect(dataOf(bytes)).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { byte: bytes.length - 4, found: 'the end of the file' },
    })
  })

  test('is not there for an array in one piece without an address', async () => {
    // the library would give zeros
    const { bytes } = await bytesOf('version 7.3')
    for (let at = layoutIn(bytes, 1); at >= 0; at = layoutIn(bytes, 1, at + 1)) {
      bytes.set(none, at + 2)
    }
    await expect(dataOf(bytes)).rejects.toMatchObject({ code: 'file-corrupt' })
  })

  test('is refused before it is read when it is more than the file can hold', async () => {
    const { bytes } = await bytesOf(chunked)
    const shape = Buffer.from(bytes).indexOf(Buffer.from([33, 0, 0, 0, 0, 0, 0, 0, 4, 0]))
    // as it is, and at most
    for (const at of [shape, shape + 16]) bytes[at + 4] = 1
    await expect(dataOf(bytes)).rejects.toMatchObject({ code: 'file-too-large' })
  })
})
