import { describe, expect, test } from 'vitest'
import { bidsName } from '../../src/datasets/bids-name.ts'

describe('bidsName', () => {
  test('reads entities, with defaults for what the name lacks', () => {
    const path = 'sub-01/ses-b/func/sub-01_ses-b_task-look_run-2_bold.nii.gz'
    expect(bidsName(path, 'fmri')).toEqual({
      subject: 'sub-01',
      session: 'ses-b',
      run: '2',
      task: 'look',
      entities: 'sub-01_ses-b_task-look_run-2',
    })
    expect(bidsName('sub-x/eeg/sub-x_task-rest_eeg.edf', 'eeg')).toMatchObject({
      session: '1',
      run: '1',
    })
  })

  test('is undefined for other modalities, side files, derivatives and broken names', () => {
    expect(bidsName('sub-x_task-rest_eeg.edf', 'fmri')).toBeUndefined()
    expect(bidsName('sub-x_task-rest_events.tsv', 'eeg')).toBeUndefined()
    expect(bidsName('derivatives/a/sub-x_task-rest_eeg.edf', 'eeg')).toBeUndefined()
    expect(bidsName('sub-x_rest_eeg.edf', 'eeg')).toBeUndefined()
  })
})
