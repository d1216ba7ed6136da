import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCard } from '../../src/datasets/card.ts'
import { generatedFiles, makeGenerated } from '../../src/datasets/generate.ts'
import { resolveDataset } from '../../src/datasets/resolve.ts'
import { edf } from '../../src/io/edf.ts'
import { nifti } from '../../src/io/nifti.ts'
import { withFile } from '../../src/io/source.ts'
import type { RecordingInfo } from '../../src/reader.ts'
import { gridOf, trOf, voxelsOf } from '../../src/tables/volumes.ts'

const folder = mkdtempSync(join(tmpdir(), 'neurarrow-made-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('synthetic-eeg', () => {
  const card = loadCard('synthetic-eeg')
  let root = ''
  beforeAll(async () => {
    root = (await resolveDataset(card, { dataRoots: [folder] })).root
  })

  test('is twelve EDF+ files with annotated trials of both classes', async () => {
    const { recordings } = await resolveDataset(card, { dataRoots: [folder] })
    expect(recordings.map((r) => r.recording)).toEqual(
      Array.from({ length: 12 }, (_, i) => `S${String(i + 1).padStart(2, '0')}`),
    )
    const info = (await withFile(recordings[3].path, (s) => edf.inspect(s))) as RecordingInfo
    const named = info.channels.filter(({ type }) => type !== 'annotations')
    expect(named.map(({ name }) => name)).toEqual(card.expect.channels)
    expect(new Set(named.map(({ type, unit, rateHz }) => `${type} ${unit} ${rateHz}`))).toEqual(
      new Set(['eeg uV 256']),
    )
    const events = info.annotations.filter(({ text }) => text !== '')
    expect(events.filter(({ text }) => text === 'left')).toHaveLength(30)
    expect(events.filter(({ text }) => text === 'right')).toHaveLength(30)
    expect(info.warnings).toEqual([])
  })

  test('a second call does nothing, a half-made set is completed with the same bytes', async () => {
    const file = join(root, 'S02.edf')
    const before = sha256(file)
    const untouched = statSync(join(root, 'S01.edf')).mtimeMs
    rmSync(file)
    await makeGenerated(card, [folder])
    expect(sha256(file)).toBe(before)
    const made: number[] = []
    await makeGenerated(card, [folder], { onProgress: (done) => void made.push(done) })
    expect(made).toEqual([])
    expect(statSync(join(root, 'S01.edf')).mtimeMs).toBe(untouched)
    expect(readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('another seed makes other files; interrupted, none of the first remain', async () => {
    const other = mkdtempSync(join(folder, 'other-'))
    const make = (seed: number) => {
      const stop = new AbortController()
      const source = { seed, generate: 'synthetic-eeg' } as const
      const onProgress = (done: number) => void (done === 1 && stop.abort())
      const settings = { signal: stop.signal, onProgress }
      return expect(makeGenerated({ ...card, source }, [other], settings)).rejects.toThrow(
        /interrupted.*made 1/,
      )
    }
    await make(0)
    const file = join(other, 'synthetic-eeg', 'S01.edf')
    expect(sha256(file)).toBe(sha256(join(root, 'S01.edf')))
    await make(5)
    expect(sha256(file)).not.toBe(sha256(join(root, 'S01.edf')))
    expect(readdirSync(join(other, 'synthetic-eeg'))).toEqual(['.generated.json', 'S01.edf'])
  })
})

describe('synthetic-fmri', () => {
  const card = loadCard('synthetic-fmri')

  test('is BIDS with events, confounds, participants, an atlas and a mask', async () => {
    const { recordings, root } = await resolveDataset(card, { dataRoots: [folder] })
    expect(recordings).toHaveLength(16)
    expect(recordings[1]).toMatchObject({
      subject: 'sub-01',
      run: '2',
      labels: { sex: expect.anything() },
    })
    const [first] = recordings
    const volumes = await withFile(first.path, (s) => nifti.read(s, first, {}))
    expect([volumes.rows, trOf(volumes as never)]).toEqual([120, 2])
    const atlas = await withFile(join(root, 'atlas.nii.gz'), (s) => nifti.read(s, first, {}))
    expect(gridOf(atlas as never)).toEqual(gridOf(volumes as never))
    expect(new Set(voxelsOf(atlas as never).values).size).toBe(41)
    expect(generatedFiles(card)?.map(({ path }) => path)).toContain('mask.nii.gz')
    expect(readFileSync(first.events?.path ?? '', 'utf8')).toMatch(
      /^onset\tduration\ttrial_type\n8\t16\t/,
    )
    expect(
      readFileSync(first.confounds?.path ?? '', 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(121)
  })
})
