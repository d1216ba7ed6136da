import { describe, expect, test } from 'vitest'
import { withEntity } from '../../src/datasets/with-entity.ts'

describe('withEntity', () => {
  test('puts an entity where BIDS has it', () => {
    const stem = 'sub-1/ses-a/func/sub-1_ses-a_task-rest_space-fsaverage_desc-clean'
    const found = 'sub-1/ses-a/func/sub-1_ses-a_task-rest_hemi-L_space-fsaverage_desc-clean'
    expect(withEntity(stem, 'hemi', 'L')).toBe(found)
    expect(withEntity('sub-1_task-rest', 'desc', 'x')).toBe('sub-1_task-rest_desc-x')
  })

  test('takes the place of one that is there', () => {
    const stem = 'sub-1_task-rest_hemi-L_space-fsaverage_desc-clean'
    expect(withEntity(stem, 'hemi', 'L')).toBe(stem)
    expect(withEntity(stem, 'hemi', 'R')).toBe(stem.replace('hemi-L', 'hemi-R'))
  })

  test('leaves words that are no entity of BIDS at the end', () => {
    expect(withEntity('sub-1_odd', 'task', 'rest')).toBe('sub-1_task-rest_odd')
  })
})
