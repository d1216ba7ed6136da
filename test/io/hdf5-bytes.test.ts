import { describe, expect, test } from 'vitest'
import { bytesOf, hdf5Bytes } from '../../src/io/hdf5-bytes.ts'
import { memorySource } from '../../src/io/source.ts'

const all = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251)
const file = () => hdf5Bytes(memorySource('x.h5', all), 512)

describe('bytes for a reader that cannot wait', () => {
  test('are wanted first and here after they are fetched, across pages', async () => {
    const bytes = file()
    expect(bytes.read(65_000, 140_000)).toBeUndefined()
    expect(bytes.isWanting()).toBe(true)
    await bytes.fetch()
    expect(bytes.isWanting()).toBe(false)
    expect(bytes.read(65_000, 140_000)).toEqual(all.subarray(65_000, 140_000))
    expect(bytes.last()).toBe(65_000)
  })

  test('are fewer at the end of the file', async () => {
    const bytes = file()
    expect(bytes.read(300_000, 300_010)).toEqual(new Uint8Array())
    bytes.read(199_990, 200_100)
    await bytes.fetch()
    expect(bytes.read(199_990, 200_100)).toEqual(all.subarray(199_990))
  })

  test('are counted as read when they were given in full, in any pieces', () => {
    const bytes = file()
    bytes.lend([bytesOf(all.subarray(1000, 2000), 1000)])
    expect(bytes.read(1000, 1500)).toEqual(all.subarray(1000, 1500))
    expect(bytes.unread()).toBe(1000)
    bytes.read(1400, 2000)
    expect(bytes.unread()).toBeUndefined()
    bytes.lend([])
    expect(bytes.unread()).toBeUndefined()
  })

  test('of an address count from where addresses begin, and end with the file', async () => {
    const bytes = file()
    expect((await bytes.at(10, 20)).bytes).toEqual(all.subarray(522, 542))
    expect((await bytes.at(100, 150_000)).byte).toBe(612)
    const read = bytes.at(all.length - 522, 20)
    const facts = { byte: all.length - 10, expected: 20, found: 'the end of the file' }
    await expect(read).rejects.toMatchObject({ code: 'file-corrupt', facts })
  })
})
