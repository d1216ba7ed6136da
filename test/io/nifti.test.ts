import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nifti, readImage } from '../../src/io/nifti.ts'
import { memorySource, withFile } from '../../src/io/source.ts'
import type { ImageInfo, ReadOptions } from '../../src/reader.ts'
import type { Table } from '../../src/tables/table.ts'
import { f64Of } from '../../src/tables/table.ts'
import { gridOf, trOf, voxelsOf } from '../../src/tables/volumes.ts'
import { expectClose } from '../close.ts'
import { niftiContent, patched, tinyNifti, who } from '../fixtures/recordings.ts'
import { sharedData } from '../shared-data.ts'

const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../golden/io/${name}`, import.meta.url), 'utf8'))

const source = (bytes: Uint8Array) => memorySource('x.nii', bytes)
const inspect = async (bytes: Uint8Array) => (await nifti.inspect(source(bytes))) as ImageInfo
const read = async (bytes: Uint8Array, options: ReadOptions = {}) =>
  (await nifti.read(source(bytes), who, options)) as Table<'volumes'>

/** Puts numbers into a header of this byte order. */
function edited(bytes: Uint8Array, edit: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice()
  edit(new DataView(copy.buffer))
  return copy
}

describe('nifti', () => {
  test('inspect states shape, type, place, time and scale', async () => {
    expect(await inspect(tinyNifti())).toEqual({
      format: 'NIfTI-1',
      shape: [3, 2, 2, 4],
      dtype: 'int16',
      voxelMm: [2, 2, 3],
      trS: 1.5,
      affine: niftiContent.affine,
      scale: { slope: 0.5, intercept: 10 },
      warnings: [],
    })
  })

  test('a row is a scan, x fastest, scaled', async () => {
    const table = await read(tinyNifti())
    expect(table.rows).toBe(4)
    expect(gridOf(table)).toEqual({ shape: [3, 2, 2], affine: niftiContent.affine })
    expect(trOf(table)).toBe(1.5)
    expect([...f64Of(table, 'timeS')]).toEqual([0, 1.5, 3, 4.5])
    expect([...voxelsOf(table).values]).toEqual([...(niftiContent.values as Float64Array)])
  })

  test('versions, byte orders and compression make no difference', async () => {
    const expected = [...(niftiContent.values as Float64Array)]
    for (const format of ['NIfTI-1', 'NIfTI-2'] as const) {
      for (const bigEndian of [false, true]) {
        const bytes = tinyNifti({ format, bigEndian })
        for (const file of [bytes, new Uint8Array(gzipSync(bytes))]) {
          expect((await inspect(file)).format).toBe(format)
          expect([...(await readImage(source(file))).values]).toEqual(expected)
        }
      }
    }
  })

  test('a span selects scans by their time', async () => {
    const size = 12
    for (const bytes of [tinyNifti(), new Uint8Array(gzipSync(tinyNifti()))]) {
      const image = await readImage(source(bytes), { fromS: 1, toS: 4.5 })
      expect(image.firstScan).toBe(1)
      expect([...image.values]).toEqual([
        ...(niftiContent.values as Float64Array).subarray(size, 3 * size),
      ])
    }
    await expect(read(tinyNifti(), { fromS: 6 })).rejects.toThrow('signal-too-short')
  })

  test('a slope of 0 or NaN leaves the image unscaled', async () => {
    for (const slope of [0, Number.NaN]) {
      const bytes = edited(tinyNifti(), (view) => view.setFloat32(112, slope, true))
      expect((await inspect(bytes)).scale).toEqual({ slope: 1, intercept: 0 })
      expect(voxelsOf(await read(bytes)).values[0]).toBe(-30)
    }
  })

  test('sizes in µm and times in ms are converted', async () => {
    const bytes = patched(tinyNifti(), 123, [3 | 16])
    const info = await inspect(bytes)
    expect(info.voxelMm).toEqual([2e-3, 2e-3, 3e-3])
    expect(info.trS).toBeCloseTo(1.5e-3, 12)
    expect(info.warnings).toHaveLength(1)
  })

  test('three dimensions are one scan at time 0, and trailing ones are dropped', async () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8]
    const flat = tinyNifti({ shape: [2, 2, 2], values, slope: 1, intercept: 0 })
    expect(await inspect(flat)).toMatchObject({ shape: [2, 2, 2], trS: 0 })
    expect((await read(flat)).rows).toBe(1)
    const fifth = edited(tinyNifti(), (view) => view.setInt16(40, 5, true))
    expect((await inspect(fifth)).shape).toEqual([3, 2, 2, 4])
  })

  test('not-finite voxels pass as they are', async () => {
    const values = [1, Number.NaN, Number.POSITIVE_INFINITY, 4]
    const bytes = tinyNifti({ shape: [2, 2, 1], dtype: 'float32', values, slope: 1, intercept: 0 })
    expect([...voxelsOf(await read(bytes)).values]).toEqual(values)
  })
})

describe('nifti, headers that lie', () => {
  const cases: [string, string, number, (view: DataView) => void][] = [
    ['no header length', 'file-corrupt', 0, (v) => v.setInt32(0, 347, true)],
    ['header and voxels apart', 'file-corrupt', 344, (v) => v.setUint8(346, 0x69)],
    [
      'five dimensions',
      'file-corrupt',
      40,
      (v) => {
        for (const [i, n] of [5, 3, 2, 2, 4, 3].entries()) v.setInt16(40 + 2 * i, n, true)
      },
    ],
    ['a dimension of 0', 'file-corrupt', 40, (v) => v.setInt16(44, 0, true)],
    ['complex voxels', 'file-corrupt', 70, (v) => v.setInt16(70, 32, true)],
    ['voxels inside the header', 'file-corrupt', 108, (v) => v.setFloat32(108, 100, true)],
    [
      'an affine that is not finite',
      'file-corrupt',
      280,
      (v) => v.setFloat32(284, Number.NaN, true),
    ],
    ['a slope without intercept', 'file-corrupt', 116, (v) => v.setFloat32(116, Number.NaN, true)],
    ['more scans than bytes', 'file-truncated', 448, (v) => v.setInt16(48, 5, true)],
    [
      'sizes beyond reason',
      'file-too-large',
      40,
      (v) => {
        for (const at of [42, 44, 46, 48]) v.setInt16(at, 32767, true)
      },
    ],
  ]
  for (const [name, code, byte, edit] of cases) {
    test(`${name}: ${code} at byte ${byte}`, async () => {
      await expect(read(edited(tinyNifti(), edit))).rejects.toMatchObject({
        code,
        facts: { file: 'x.nii', byte },
      })
    })
  }

  test('an image that is cut off: inspect warns, read ends in file-truncated', async () => {
    const bytes = tinyNifti().subarray(0, -1)
    expect((await inspect(bytes)).warnings.join()).toMatch('truncated')
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { file: 'x.nii', byte: bytes.length },
    })
  })

  test('a damaged gzip stream ends in file-corrupt, a short one in file-truncated', async () => {
    const whole = new Uint8Array(gzipSync(tinyNifti()))
    const sum = patched(whole, whole.length - 8, [1, 2, 3, 4])
    await expect(read(sum)).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { file: 'x.nii' },
    })
    await expect(read(whole.subarray(0, -9))).rejects.toMatchObject({ code: 'file-truncated' })
  })

  test('a gzip bomb is not inflated beyond what the header declares', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.concat([tinyNifti(), Buffer.alloc(64 << 20)])))
    await expect(read(bomb)).rejects.toMatchObject({ code: 'file-corrupt' })
    const large = edited(tinyNifti({ slope: 1 }), (view) => {
      for (const [i, n] of [1000, 1000, 1000, 1].entries()) view.setInt16(42 + 2 * i, n, true)
    })
    await expect(read(new Uint8Array(gzipSync(large)))).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { file: 'x.nii' },
    })
    const padded = Buffer.concat([gzipSync(large), Buffer.alloc(4 << 20)])
    await expect(read(new Uint8Array(padded))).rejects.toMatchObject({
      code: 'file-too-large',
      facts: { file: 'x.nii', byte: 40 },
    })
  })
})

describe('properties', () => {
  test('what is written is read, in every type that holds it', async () => {
    const types = ['uint8', 'int16', 'int32', 'float32', 'float64', 'int8', 'uint16'] as const
    const wide = ['uint32', 'int64', 'uint64'] as const
    const image = fc.asyncProperty(
      fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 5 }))),
      fc.constantFrom(...types, ...wide),
      fc.boolean(),
      fc.nat(),
      async ([x, y, z], dtype, bigEndian, seed) => {
        const values = Float64Array.from({ length: x * y * z }, (_, i) => (seed + i * 37) % 128)
        const shape = [x, y, z] as const
        const bytes = tinyNifti({ shape, dtype, bigEndian, values, slope: 1, intercept: 0 })
        expect([...(await readImage(source(bytes))).values]).toEqual([...values])
      },
    )
    await fc.assert(image, { seed: 1, numRuns: 50 })
  })
})

interface Expected {
  shape: number[]
  dtype: string
  voxelMm: number[]
  trS: number
  affine: number[]
  slope: number
  intercept: number
}

function expectHeader(info: ImageInfo, expected: Expected) {
  const { shape, dtype } = expected
  expect(info).toMatchObject({ shape, dtype })
  const why = 'the same formula, other order of products'
  expectClose(info.voxelMm, expected.voxelMm, { relative: 1e-12, why })
  expectClose(info.affine, expected.affine, { relative: 1e-12, why })
  expectClose([info.trS], [expected.trS], { relative: 1e-7, why: 'nibabel scales ms in f32' })
  expectClose([info.scale.slope, info.scale.intercept], [expected.slope, expected.intercept], {
    relative: 1e-12,
    why,
  })
}

describe('nifti, against nibabel', () => {
  const why = 'f64 values rounded to f32'

  for (const made of golden('made-nifti.json')) {
    test(`made ${made.name} (${made.dtype}) is read with its values`, async () => {
      const bytes = new Uint8Array(Buffer.from(made.bytes, 'base64'))
      const info = await inspect(bytes)
      expect(info.format).toBe(`NIfTI-${made.version}`)
      expectHeader(info, made)
      expectClose((await readImage(source(bytes))).values, made.all, { relative: 6e-8, why })
    })
  }

  for (const { file, ...expected } of golden('nifti.json')) {
    test.skipIf(!sharedData)(`${file} is read as it reads it`, async () => {
      const path = `${sharedData}/${file}`
      expectHeader((await withFile(path, (s) => nifti.inspect(s))) as ImageInfo, expected)
      const { values } = await withFile(path, (s) => readImage(s))
      const at = (expected.at as number[]).map((i) => values[i])
      expectClose(at, expected.values, { relative: 6e-8, why })
      expect(values.length).toBe(expected.samples)
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length
      const std = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)
      expectClose([mean, std], [expected.mean, expected.std], { relative: 1e-7, why })
    })
  }
})
