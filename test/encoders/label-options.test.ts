import { describe, expect, test } from 'vitest'
import { labelIssues } from '../../src/encoders/label-options.ts'

const shape = { kind: 'signals', rateHz: 250, channels: ['Fp1', 'Cz', 'ECG'] } as const
const paths = (...args: Parameters<typeof labelIssues>) =>
  labelIssues(...args).map(({ path }) => path.join('.'))

describe('options of labels', () => {
  test('nothing is wrong where electrodes, rate and classes fit', () => {
    const labels = { model: 'iclabel', reject: { eye: 0.8 } }
    expect(paths(shape, { labels }, ['ECG'])).toEqual([])
    expect(paths(shape, { channels: ['Fp1', 'Cz'], labels })).toEqual([])
    expect(paths(shape, {})).toEqual([])
  })

  test('a class that the model does not know, an electrode without a place, a low rate', () => {
    const labels = { model: 'iclabel', reject: { eyes: 0.8 } }
    const slow = { ...shape, rateHz: 64 }
    expect(paths(slow, { labels })).toEqual(['labels.reject.eyes', 'labels', 'labels'])
  })

  test('a model that has no card, or labels no components', () => {
    expect(paths(shape, { labels: { model: 'iclable' } }, ['ECG'])).toEqual(['labels.model'])
    const [issue] = labelIssues(shape, { labels: { model: 'wavelet-encoder' } }, ['ECG'])
    expect(issue.path).toEqual(['labels', 'model'])
  })
})
