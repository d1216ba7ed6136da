import { describe, expect, test } from 'vitest'
import { withHdf5 } from '../../src/io/hdf5-file.ts'
import { readMat73 } from '../../src/io/mat73.ts'
import { memorySource } from '../../src/io/source.ts'
import type { Source } from '../../src/reader.ts'
import { caseSource, formatCases } from './formats-golden.ts'

const [plain] = formatCases('eeglab').filter((each) => each.case === 'version 7.3')
const [long] = formatCases('eeglab-long')

/** A source whose bytes come later, and how often it was asked. */
function slow(source: Source): Source & { asked: number } {
  const own = {
    ...{ name: source.name, size: source.size, asked: 0 },
    async read(from: number, to: number) {
      own.asked++
      await new Promise((done) => setImmediate(done))
      return source.read(from, to)
    },
  }
  return own
}

const whatOf = (source: Source) => {
  return withHdf5(source, async (file) => {
    const names = await file.ask((library, id) => library.get_names(id, '/EEG', false))
    const data = await file.ask((library, id) => library.get_dataset_metadata(id, '/EEG/data'))
    return { names, shape: data.shape }
  })
}

describe('the HDF5 library', () => {
  test('is given bytes by range, as it wants them', async () => {
    const source = slow(caseSource(long))
    const { names, shape } = await whatOf(source)
    expect(names).toContain('srate')
    expect(shape).toEqual([long.samples ?? shape?.[0], 4])
    expect(source.asked).toBeGreaterThan(1)
  })

  test('serves several files of one thread at once', async () => {
    const sources = [plain, long, plain, long].map((each) => slow(caseSource(each)))
    const found = await Promise.all(sources.map(whatOf))
    expect(found[2]).toEqual(found[0])
    expect(found[3]).toEqual(found[1])
    expect(found[0].shape).not.toEqual(found[1].shape)
  })

  test('fails with the words of its innermost function and the byte it read last', async () => {
    const source = caseSource(plain)
    const bytes = new Uint8Array(await source.read(0, source.size))
    const at = Buffer.from(bytes).indexOf('TREE')
    bytes[at] = 0
    await expect(whatOf(memorySource('x.set', bytes))).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { file: 'x.set', byte: at, found: 'wrong B-tree signature' },
    })
  })

  test('is let go after a fault, and the next file has another', async () => {
    const seen: object[] = []
    const fault = withHdf5(caseSource(plain), (file) => {
      return file.ask((library) => {
        seen.push(library.FS)
        throw new RangeError('Maximum call stack size exceeded')
      })
    })
    await expect(fault).rejects.toMatchObject({ code: 'file-corrupt' })
    await withHdf5(caseSource(plain), (file) => file.ask((library) => seen.push(library.FS)))
    await withHdf5(caseSource(plain), (file) => file.ask((library) => seen.push(library.FS)))
    expect(seen[1]).not.toBe(seen[0])
    expect(seen[2]).toBe(seen[1])
    expect(await readMat73(caseSource(plain))).toHaveProperty('size', 1)
  })

  test('is let go after a thousand exceptions, which leave traces in it', async () => {
    const seen: object[] = []
    await withHdf5(caseSource(plain), async (file) => {
      for (let i = 0; i <= 1000; i++) {
        const failed = file.ask((library, id) => library.get_dataset_metadata(id, '/nothing'))
        await expect(failed).rejects.toMatchObject({ code: 'file-corrupt' })
      }
      await file.ask((library) => seen.push(library.FS))
    })
    await withHdf5(caseSource(plain), (file) => file.ask((library) => seen.push(library.FS)))
    expect(seen[1]).not.toBe(seen[0])
  })

  test('is not asked about what is no HDF5, or ends before it says', async () => {
    const source = caseSource(plain)
    const bytes = new Uint8Array(await source.read(0, source.size))
    await expect(whatOf(memorySource('x.set', bytes.subarray(0, 5000)))).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { byte: 5000 },
    })
    bytes[512] = 0
    await expect(whatOf(memorySource('x.set', bytes))).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { byte: 0, expected: 'the signature of HDF5' },
    })
  })
})
