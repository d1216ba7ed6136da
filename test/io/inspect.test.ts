import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readerFor } from '../../src/io/index.ts'
import { inspectFile } from '../../src/io/inspect.ts'
import { tinyEdf, tinyNifti } from '../fixtures/recordings.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurarrow-inspect-'))
})

afterAll(() => rm(folder, { recursive: true }))

describe('inspectFile', () => {
  test('the ending chooses the reader, in any case', () => {
    expect(readerFor('a/B.EDF').use).toBe('edf')
    expect(readerFor('x.bdf').use).toBe('edf')
    expect(readerFor('x.nii.gz').use).toBe('nifti')
    expect(() => readerFor('x.gz')).toThrow(/format-unknown.*x\.gz/)
  })

  test('recordings and images have the facts of their kind', async () => {
    await writeFile(join(folder, 'a.edf'), tinyEdf())
    await writeFile(join(folder, 'b.nii.gz'), gzipSync(tinyNifti()))
    expect(Object.keys(await inspectFile(join(folder, 'a.edf')))).toEqual(
      'format durationS startedAt channels annotations segments warnings'.split(' '),
    )
    expect(Object.keys(await inspectFile(join(folder, 'b.nii.gz')))).toEqual(
      'format shape dtype voxelMm trS affine scale warnings'.split(' '),
    )
  })

  test('a failure names the file', async () => {
    const path = join(folder, 'c.edf')
    await writeFile(path, 'no EDF')
    await expect(inspectFile(path)).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { file: path, byte: 6 },
    })
    await expect(inspectFile(join(folder, 'none.nii'))).rejects.toThrow('file-missing')
  })
})
