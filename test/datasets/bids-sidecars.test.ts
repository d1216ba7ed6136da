import { describe, expect, test } from 'vitest'
import { bidsSidecars } from '../../src/datasets/bids-sidecars.ts'

const path = 'sub-1/ses-a/eeg/sub-1_ses-a_task-x_run-2_eeg.edf'
const json = { path, suffix: 'eeg', ending: '.json' } as const

describe('bidsSidecars', () => {
  test('finds files of the folder and those above whose entities the recording has', () => {
    const find = bidsSidecars([
      'sub-1/ses-a/eeg/sub-1_ses-a_task-x_run-2_eeg.json',
      'sub-1/sub-1_task-x_eeg.json',
      'task-x_eeg.json',
      'sub-1/ses-a/sub-1_ses-a_task-y_eeg.json',
      'sub-2/sub-2_task-x_eeg.json',
      'sub-1/ses-a/eeg/sub-1_ses-a_task-x_run-1_eeg.json',
      'sub-1/ses-b/sub-1_task-x_eeg.json',
    ])
    expect(find(json)).toEqual([
      'task-x_eeg.json',
      'sub-1/sub-1_task-x_eeg.json',
      'sub-1/ses-a/eeg/sub-1_ses-a_task-x_run-2_eeg.json',
    ])
    expect(find({ ...json, suffix: 'events', ending: '.tsv' })).toEqual([])
  })

  test('two files of one folder contradict', () => {
    const find = bidsSidecars(['task-x_eeg.json', 'eeg.json'])
    expect(() => find(json)).toThrow(
      expect.objectContaining({
        code: 'dataset-invalid',
        facts: expect.objectContaining({ paths: ['eeg.json', 'task-x_eeg.json'] }),
      }),
    )
  })

  test('entities can be asked for, or left open', () => {
    const folder = 'sub-1/ses-a/eeg/sub-1_ses-a'
    const find = bidsSidecars([
      `${folder}_space-Z_electrodes.tsv`,
      `${folder}_space-A_electrodes.tsv`,
      `${folder}_task-x_run-2_desc-confounds_timeseries.tsv`,
    ])
    const tsv = { path, ending: '.tsv' } as const
    const open = { ...tsv, suffix: 'electrodes', more: { space: '*' } }
    expect(find(open)).toEqual([`${folder}_space-A_electrodes.tsv`])
    expect(find({ ...tsv, suffix: 'electrodes' })).toEqual([])
    const due = { ...tsv, suffix: 'timeseries', more: { desc: 'confounds' } }
    expect(find(due)).toHaveLength(1)
    expect(find({ ...due, more: { desc: 'other' } })).toEqual([])
  })

  test('the search may begin in a folder', () => {
    const find = bidsSidecars(['task-x_eeg.json', 'derivatives/a/task-x_eeg.json'])
    const from = { ...json, path: `derivatives/a/${path}`, from: 'derivatives/a' }
    expect(find(from)).toEqual(['derivatives/a/task-x_eeg.json'])
  })
})
