import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadCard } from '../../src/datasets/card.ts'
import { dataRoots } from '../../src/datasets/folder.ts'
import { datasetFile, resolveDataset } from '../../src/datasets/resolve.ts'
import { sharedData } from '../shared-data.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'neurarrow-data-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const hash = 'b'.repeat(64)

function put(...paths: string[]) {
  for (const path of paths) {
    mkdirSync(dirname(join(root, 'mine', path)), { recursive: true })
    writeFileSync(join(root, 'mine', path), path)
  }
}

function card(
  more: string,
  recordings = "{ pattern: 'S{number}_{part}.edf', subject: 'S{number}' }",
) {
  const file = join(root, 'mine.yaml')
  const head = 'name: mine\ntitle: Mine\nlicence: none\nmodality: eeg\n'
  writeFileSync(file, `${head}recordings: ${recordings}\n${more}`)
  return loadCard(file)
}

const listed = (paths: string[]) =>
  `source:\n  sums: |\n${paths.map((path) => `    ${hash}  ${path}\n`).join('')}`
const resolve = (of: ReturnType<typeof card>, subjects?: string) =>
  resolveDataset(of, { dataRoots: [root], subjects })

describe('resolveDataset', () => {
  test('orders subjects as people do and says whose each file is', async () => {
    put('S10_1.edf', 'S2_1.edf', 'S2_2.edf', 'README')
    const labels =
      "labels: { task: { from: part, map: { '1': rest, '2': count } } }\nevents: annotations\n"
    const { recordings } = await resolve(card(labels))
    expect(recordings.map((r) => r.recording)).toEqual(['S2_1', 'S2_2', 'S10_1'])
    expect(recordings[1]).toMatchObject({
      subject: 'S2',
      session: '1',
      labels: { task: 'count' },
      path: join(root, 'mine', 'S2_2.edf'),
      events: { from: 'annotations' },
    })
  })

  test('finds companions by template and takes hashes from the card', async () => {
    const paths = ['a/S1_1.edf', 'a/S1_1_events.tsv']
    put(...paths)
    const events = "events: { path: '{folder}/{stem}_events.tsv', label: kind }\n"
    const recordings = "{ pattern: 'a/{subject}_{run}.edf' }"
    const {
      recordings: [only],
    } = await resolve(card(events + listed(paths), recordings))
    expect(only).toMatchObject({
      run: '1',
      expectedSha256: hash,
      events: { path: join(root, 'mine/a/S1_1_events.tsv'), label: 'kind', expectedSha256: hash },
    })
  })

  test('takes labels from the participants file', async () => {
    put('S1_1.edf', 'S2_1.edf')
    writeFileSync(
      join(root, 'mine/participants.tsv'),
      'participant_id\tage\tsex\nS1\t30\tF\nS2\tn/a\tM\n',
    )
    const labels = 'labels: { age: { participants: age }, sex: { participants: sex } }\n'
    const { recordings } = await resolve(card(`${labels}participants: {}\n`))
    expect(recordings.map((r) => r.labels)).toEqual([
      { age: 30, sex: 'F' },
      { age: null, sex: 'M' },
    ])
    const other = 'labels: { hand: { participants: hand } }\nparticipants: {}\n'
    await expect(resolve(card(other))).rejects.toThrow(/column-missing.*age/)
  })

  test('a set that is partly there names what is missing and what helps', async () => {
    const paths = ['S1_1.edf', 'S2_1.edf', 'S3_1.edf', 'S4_1.edf']
    put('S1_1.edf', 'S2_1.edf', 'S3_1.edf')
    const of = card(listed(paths))
    await expect(resolve(of)).rejects.toThrow(
      /dataset-incomplete.*S4_1.edf.*neurarrow fetch mine.*--subjects S1..S3/,
    )
    expect((await resolve(of, 'S1..S3')).recordings).toHaveLength(3)
    await expect(resolve(of, 'S3,S4')).rejects.toThrow(/dataset-incomplete/)
  })

  test('a set that is not there says where it was looked for', async () => {
    await expect(resolve(card(listed(['S1_1.edf'])))).rejects.toThrow(
      /dataset-incomplete.*lookedIn/,
    )
    const absent = { dataRoots: [root], allowAbsent: true }
    const { recordings } = await resolveDataset(card(listed(['S1_1.edf'])), absent)
    expect(recordings).toHaveLength(1)
  })

  test('counts that differ from the card are an error', async () => {
    put('S1_1.edf')
    await expect(resolve(card('expect: { subjects: 2 }\n'))).rejects.toThrow(/dataset-counts/)
  })

  test('refuses values without a word, names that come twice, and paths that leave', async () => {
    put('S1_1.edf', 'S1_2.edf')
    const labels = "labels: { task: { from: part, map: { '1': rest } } }\n"
    await expect(resolve(card(labels))).rejects.toThrow(/dataset-invalid.*value 2/)
    const twice =
      "{ pattern: 'S{number}_{part}.edf', subject: 'S{number}', recording: 'S{number}' }"
    await expect(resolve(card('', twice))).rejects.toThrow(/dataset-invalid.*S1_2.edf/)
    await expect(resolve(card("events: { path: '../{stem}.tsv' }\n"))).rejects.toThrow(/inside/)
  })

  test('data is looked for in NEURARROW_DATA, then in ./data', () => {
    expect(dataRoots({ NEURARROW_DATA: 'x' }, '/w')).toEqual(['/w/x', '/w/data'])
    expect(dataRoots({}, '/w')).toEqual(['/w/data'])
  })
})

describe('datasetFile', () => {
  test('fills in fields and stays inside the folder', async () => {
    put('S1_1.edf', 'masks/S1.nii')
    const found = await resolve(card(''))
    const [recording] = found.recordings
    expect(datasetFile(found.root, 'masks/{subject}.nii', recording)).toBe(
      join(root, 'mine/masks/S1.nii'),
    )
    expect(() => datasetFile(found.root, '../x.nii', recording)).toThrow(/stage-options/)
    expect(() => datasetFile(found.root, '{who}.nii', recording)).toThrow(/stage-options/)
    expect(() => datasetFile(found.root, 'none.nii', recording)).toThrow(/file-missing/)
  })
})

describe.skipIf(!sharedData)('real data sets', () => {
  const real = { dataRoots: [sharedData ?? ''] }

  test('eegmat without its last four subjects', async () => {
    const eegmat = loadCard('eegmat')
    await expect(resolveDataset(eegmat, real)).rejects.toThrow(
      /missingFiles 8, of 73.*--subjects Subject00..Subject31/,
    )
    const part = await resolveDataset(eegmat, { ...real, subjects: 'Subject00..Subject31' })
    expect(part.recordings).toHaveLength(64)
    expect(part.recordings[1]).toMatchObject({
      recording: 'Subject00_2',
      labels: { task: 'arithmetic', age: 21, gender: 'F' },
    })
  })

  test('haxby2001 with events and motion', async () => {
    const { recordings } = await resolveDataset(loadCard('haxby2001'), real)
    expect(recordings.map((r) => r.run)).toHaveLength(12)
    expect(recordings[0]).toMatchObject({
      subject: 'sub001',
      run: '001',
      recording: 'sub001_run001',
    })
    expect(recordings[0].confounds?.columns).toHaveLength(6)
  })
})
