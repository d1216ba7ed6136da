import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { smallEdf, smallNifti, temporaryFolder, writeFiles } from '../fixtures/recording-files.ts'

const folder = temporaryFolder()

/** Bytes with some replaced by text at an offset. */
function changed(bytes: Uint8Array, at: number, text: string): Uint8Array {
  const copy = bytes.slice()
  copy.set(Buffer.from(text, 'latin1'), at)
  return copy
}

/** A NIfTI-1 header that declares far more voxels than any machine has memory for. */
function absurd(): Uint8Array {
  const copy = smallNifti().slice()
  const view = new DataView(copy.buffer)
  for (let axis = 1; axis <= 4; axis++) view.setInt16(40 + 2 * axis, 32_000, true)
  return copy
}

/** An image of 1 kB, then a gigabyte of zeros, zipped to a megabyte. */
function bomb(): Uint8Array {
  const zeros = gzipSync(new Uint8Array(64_000_000))
  return Buffer.concat([smallNifti({ zipped: true }), ...new Array(16).fill(zeros)])
}

const edf = smallEdf()
const files = writeFiles(folder, {
  'cut.edf': edf.slice(0, edf.length - 100),
  'header-cut.edf': edf.slice(0, 300),
  'noise.edf': new Uint8Array(4000).fill(0xa7),
  'channels.edf': changed(edf, 252, '99999'.slice(0, 4)),
  'empty.edf': new Uint8Array(0),
  'cut.nii': smallNifti().slice(0, 400),
  'cut.nii.gz': smallNifti({ zipped: true }).slice(0, 150),
  'absurd.nii': absurd(),
  'bomb.nii.gz': bomb(),
  'empty.nii': new Uint8Array(0),
  'a.xyz': 'not a recording',
})
const codes: Record<keyof typeof files, RegExp> = {
  'cut.edf': /file-truncated/,
  'header-cut.edf': /file-truncated/,
  'noise.edf': /file-corrupt/,
  'channels.edf': /file-truncated|file-corrupt/,
  'empty.edf': /file-empty/,
  'cut.nii': /file-truncated/,
  'cut.nii.gz': /file-truncated|file-corrupt/,
  'absurd.nii': /file-too-large|file-truncated/,
  'bomb.nii.gz': /file-corrupt|file-too-large/,
  'empty.nii': /file-empty/,
  'a.xyz': /format-unknown/,
}
const names = Object.keys(files) as (keyof typeof files)[]
const withoutByte = new Set<string>(['empty.edf', 'empty.nii', 'a.xyz'])

describe('damaged files', () => {
  test.each(names)(
    'converting %s ends with exit 3, code, file and byte, and writes nothing',
    (name) => {
      const out = join(folder, `${name}.arrow`)
      const { code, stdout, stderr } = runCommand(['convert', files[name], '--out', out])
      expect(stderr).toMatch(codes[name])
      expect([code, stdout]).toEqual([3, ''])
      expect(stderr).toContain(name)
      if (!withoutByte.has(name)) expect(stderr).toMatch(/\n +byte: \d+/)
      expect(existsSync(out)).toBe(false)
    },
  )

  test.each(['cut.edf', 'absurd.nii', 'a.xyz'] as const)(
    'as JSON %s is one document with code, words and facts',
    (name) => {
      const out = join(folder, `${name}.arrow`)
      const { code, stdout } = runCommand(['convert', files[name], '--out', out, '--json'])
      expect(code).toBe(3)
      const { error } = JSON.parse(stdout)
      expect(error.code).toMatch(codes[name])
      expect(error.says).not.toBe('')
      expect(error.facts.file).toContain(name)
    },
  )

  test('a bomb of a gigabyte does not take the memory that it asks for', () => {
    const out = join(folder, 'bomb.arrow')
    const says = "process.stderr.write('peak '+process.resourceUsage().maxRSS+' kB')"
    const spy = `data:text/javascript,process.on('exit',()=>${says})`.replaceAll(' ', '%20')
    const setting = { env: { NODE_OPTIONS: `--import=${spy}` } }
    const { code, stderr } = runCommand(['convert', files['bomb.nii.gz'], '--out', out], setting)
    const [, peakKb] = /peak (\d+) kB/.exec(stderr) ?? []
    expect(code).toBe(3)
    expect(Number(peakKb)).toBeGreaterThan(1000)
    expect(Number(peakKb)).toBeLessThan(300_000)
  })

  test('a truncated recording ends in exit 3 with the byte where it stops', () => {
    const { code, stdout } = runCommand(['inspect', files['cut.edf'], '--json'])
    expect(code).toBe(3)
    const { error } = JSON.parse(stdout)
    expect(error.code).toBe('file-truncated')
    expect(error.facts).toMatchObject({ byte: expect.any(Number), expected: expect.any(Number) })
  })

  test('a table that is cut off or is no table is refused', () => {
    const path = join(folder, 't.arrow')
    const { 'whole.edf': whole } = writeFiles(folder, { 'whole.edf': edf })
    expect(runCommand(['convert', whole, '--out', path]).code).toBe(0)
    truncateSync(path, 500)
    const { code, stderr } = runCommand(['inspect', path])
    expect([code, /file-corrupt/.test(stderr)]).toEqual([3, true])
    writeFileSync(path, 'ARROW1\0\0 and no more')
    expect(runCommand(['inspect', path]).code).toBe(3)
  })

  test('a folder is no file', () => {
    mkdirSync(join(folder, 'folder.edf'))
    const { code, stderr } = runCommand(['inspect', join(folder, 'folder.edf')])
    expect([code, /file-unreadable/.test(stderr)]).toEqual([3, true])
  })
})
