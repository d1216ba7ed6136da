import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadDataset } from '../../src/datasets/load-dataset.ts'
import { resolveDataset } from '../../src/datasets/resolve.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { writeTree } from '../fixtures/write-tree.ts'

const root = temporaryFolder()
const described = '{ "Name": "Grasping", "BIDSVersion": "1.10.0", "License": "CC0" }'
const people = 'participant_id\tage\t2nd hand\tsession\tempty\nsub-1\t20\tleft\tx\tn/a\n'
let made = 0

/** A BIDS folder of its own. */
function folder(files: Record<string, string>): string {
  const own = `My Set_${++made}`
  writeTree(join(root, own), { 'dataset_description.json': described, ...files })
  return `${join(root, own)}/`
}

const resolve = async (bids: string, more: object = {}) =>
  (await resolveDataset(loadDataset({ bids, where: {}, ...more }))).recordings
const failure = (code: string, facts: object) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) })

describe('a BIDS folder as a data set', () => {
  test('has facts of its description, and labels of names and participants', async () => {
    const path = folder({
      'participants.tsv': people,
      'sub-1/eeg/sub-1_task-rest_eeg.edf': 'x',
      'sub-1/eeg/sub-1_task-grasp_acq-high_eeg.edf': 'x',
      'sub-2/eeg/sub-2_task-rest_eeg.edf': 'x',
      'sub-2/eeg/sub-2_task-rest_events.tsv': 'onset\tduration\n',
    })
    const card = loadDataset(path)
    expect(card).toMatchObject({ title: 'Grasping', licence: 'CC0', modality: 'eeg' })
    expect(card.name).toMatch(/^my-set-\d+$/)
    const recordings = await resolve(path)
    expect(recordings.map(({ labels }) => labels)).toEqual([
      ...[
        { task: 'grasp', acq: 'high' },
        { task: 'rest', acq: 'n/a' },
      ].map((own) => ({
        ...own,
        ...{ age: 20, participant_2nd_hand: 'left', participant_session: 'x' },
      })),
      {
        ...{ task: 'rest', acq: 'n/a', age: null },
        ...{ participant_2nd_hand: 'n/a', participant_session: 'n/a' },
      },
    ])
    expect(recordings.map(({ events }) => events?.from)).toEqual([
      'annotations',
      'annotations',
      'events',
    ])
  })

  test('ignored files are none, recordings can be chosen by entities', async () => {
    const path = folder({
      '.bidsignore': 'sub-3\n',
      'sub-1/ses-a/eeg/sub-1_ses-a_task-x_run-1_eeg.edf': 'x',
      'sub-1/ses-a/eeg/sub-1_ses-a_task-x_run-2_eeg.edf': 'x',
      'sub-3/eeg/sub-3_task-x_run-1_eeg.edf': 'x',
    })
    const chosen = await resolve(path, { where: { run: '2' } })
    expect(chosen.map(({ subject, session, run }) => [subject, session, run])).toEqual([
      ['sub-1', 'ses-a', '2'],
    ])
    expect(() => loadDataset({ bids: path, where: { rum: '2' } })).toThrow(
      failure('dataset-invalid', {
        issues: [expect.objectContaining({ path: expect.any(String) })],
      }),
    )
  })

  test('mistakes end with the place of the mistake', async () => {
    const bare = join(root, 'bare/')
    writeTree(bare, { 'sub-1/eeg/sub-1_task-x_eeg.edf': 'x' })
    expect(() => loadDataset(`${bare}/`)).toThrow(/dataset-incomplete.*dataset_description\.json/)
    const broken = folder({ 'dataset_description.json': '{\n "Name": "x",,\n}' })
    expect(() => loadDataset(broken)).toThrow(failure('file-corrupt', { line: 2, column: 14 }))
    const both = folder({
      'sub-1/eeg/sub-1_task-x_eeg.edf': 'x',
      'sub-1/func/sub-1_task-x_bold.nii.gz': 'x',
    })
    expect(() => loadDataset(both)).toThrow(failure('dataset-invalid', { found: ['eeg', 'bold'] }))
    expect(await resolve(both, { suffix: 'bold' })).toHaveLength(1)
    const none = folder({ 'sub-1/anat/sub-1_T1w.nii.gz': 'x' })
    expect(() => loadDataset(none)).toThrow(failure('dataset-incomplete', { recordings: 0 }))
    const moved = folder({ 'sub-1/eeg/sub-2_task-x_eeg.edf': 'x' })
    await expect(resolve(moved)).rejects.toThrow(
      failure('dataset-invalid', { expected: 'sub-2', found: 'sub-1' }),
    )
  })

  test('without the folder the reference may say what is recorded', async () => {
    const bids = 'no-such-folder'
    expect(() => loadDataset(`${bids}/`)).toThrow(/dataset-incomplete/)
    const card = loadDataset({ bids, where: {}, suffix: 'eeg' })
    expect(card).toMatchObject({ name: 'no-such-folder', modality: 'eeg' })
    await expect(resolveDataset(card)).rejects.toThrow(/dataset-incomplete/)
  })

  test('fMRIPrep gives recordings of one space and confounds, raw data events', async () => {
    const prep = 'derivatives/fmriprep/sub-1/func/sub-1_task-x_run-1'
    const path = folder({
      'sub-1/func/sub-1_task-x_run-1_bold.nii.gz': 'x',
      'sub-1/func/sub-1_task-x_run-1_events.tsv': 'onset\tduration\ttrial_type\n',
      'task-x_bold.json': '{"RepetitionTime": 2}',
      [`${prep}_space-A_desc-preproc_bold.nii.gz`]: 'x',
      [`${prep}_space-A_desc-preproc_bold.json`]: '{"RepetitionTime": 2}',
      [`${prep}_space-B_desc-preproc_bold.nii.gz`]: 'x',
      [`${prep}_desc-confounds_timeseries.tsv`]: 'csf\n1\n',
    })
    const derivatives = 'derivatives/fmriprep'
    await expect(resolve(path, { derivatives })).rejects.toThrow(/where: \{ space: A \}/)
    const [one, ...others] = await resolve(path, { derivatives, where: { space: 'A' } })
    expect(others).toEqual([])
    expect(one).toMatchObject({
      labels: { task: 'x', space: 'A', desc: 'preproc' },
      events: { from: 'events', path: join(path, 'sub-1/func/sub-1_task-x_run-1_events.tsv') },
      confounds: { from: 'confounds', path: join(path, `${prep}_desc-confounds_timeseries.tsv`) },
      beside: [{ as: 'metadata', path: join(path, `${prep}_space-A_desc-preproc_bold.json`) }],
    })
  })
})
