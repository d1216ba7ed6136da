import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadCard } from '../../src/datasets/card.ts'
import { exportBids } from '../../src/datasets/export-bids.ts'
import { filesBelow } from '../../src/datasets/folder.ts'
import { loadDataset } from '../../src/datasets/load-dataset.ts'
import { resolveDataset } from '../../src/datasets/resolve.ts'
import { smallEdf, temporaryFolder } from '../fixtures/recording-files.ts'
import { writeTree } from '../fixtures/write-tree.ts'

const root = temporaryFolder()
const card = `name: mine
title: Mine
licence: CC0
modality: eeg
recordings: { pattern: 'S{number}_{part}.edf', subject: 'S{number}' }
labels:
  task: { from: part, map: { a: rest, b: 'count down' } }
  age: { participants: Years }
participants: { path: people.csv }
events: annotations
`
writeTree(root, {
  'mine.yaml': card,
  'data/mine/people.csv': 'who,Years,Of Hand\nS01,20,left\nS02,,right\n',
  ...Object.fromEntries(
    ['01_a', '01_b', '02_a', '02_b'].map((stem) => [`data/mine/S${stem}.edf`, smallEdf()]),
  ),
})
const found = () =>
  resolveDataset(loadCard(join(root, 'mine.yaml')), { dataRoots: [join(root, 'data')] })
const made = (name: string) => join(root, name)

describe('exportBids', () => {
  test('makes a folder that is read as the same data set', async () => {
    const out = made('mine-bids')
    const written = await exportBids(await found(), { out, version: '1.0.0' })
    expect(written).toEqual({ subjects: 2, recordings: 4, files: filesBelow(out).length })
    expect(readFileSync(join(out, 'participants.tsv'), 'utf8')).toBe(
      'participant_id\tage\tof_hand\nsub-01\t20\tleft\nsub-02\tn/a\tright\n',
    )
    const { card: own, recordings } = await resolveDataset(loadDataset(`${out}/`))
    expect(own).toMatchObject({ title: 'Mine', licence: 'CC0' })
    expect(recordings.map(({ subject, labels }) => [subject, labels.task, labels.of_hand])).toEqual(
      [
        ['sub-01', 'countdown', 'left'],
        ['sub-01', 'rest', 'left'],
        ['sub-02', 'countdown', 'right'],
        ['sub-02', 'rest', 'right'],
      ],
    )
    expect(recordings[0].beside?.map(({ as }) => as)).toEqual(['channels', 'metadata'])
    expect(readFileSync(recordings[0].path).equals(smallEdf())).toBe(true)
    expect(recordings[0].events).toMatchObject({ from: 'events' })
  })

  test('refuses a folder with a data set, and names that would be one', async () => {
    const set = await found()
    await expect(exportBids(set, { out: made('mine-bids'), version: '1' })).rejects.toThrow(
      /arguments-invalid/,
    )
    const [first] = set.recordings
    const twice = { ...set, recordings: [first, { ...first, relativePath: 'other.edf' }] }
    await expect(exportBids(twice, { out: made('twice'), version: '1' })).rejects.toThrow(
      /sub-01_task-rest/,
    )
  })
})
