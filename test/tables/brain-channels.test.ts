import { describe, expect, test } from 'vitest'
import { brainRows, putRows, withRows } from '../../src/tables/brain-channels.ts'
import { withSensors } from '../../src/tables/sensors.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import { signalsOf } from '../signal-golden.ts'

const channels = ['Cz', 'EOG', 'x', 'ECG', 'MEG1']
const table = withSensors(
  signalsOf([{ channels, values: Float32Array.from({ length: 10 }, (_, i) => i) }]),
  { Cz: { type: 'eeg' }, EOG: { type: 'eog' }, ECG: { type: 'ecg' }, MEG1: { type: 'mag' } },
)
const [segment] = segmentsOf(table)

describe('brain channels', () => {
  test('are those whose type does not say that they are something else', () => {
    expect(brainRows(table, channels, {})).toEqual([0, 2, 4])
  })

  test('rows are taken out and put back', () => {
    const part = withRows(segment, [0, 2, 4])
    expect([part.channels, [...part.values]]).toEqual([
      ['Cz', 'x', 'MEG1'],
      [0, 1, 4, 5, 8, 9],
    ])
    const back = putRows(segment, [0, 2, 4], Float32Array.of(9, 9, 8, 8, 7, 7))
    expect([...back]).toEqual([9, 9, 2, 3, 8, 8, 6, 7, 7, 7])
    expect(segment.values[0]).toBe(0)
  })

  test('all rows are the segment itself', () => {
    expect(withRows(segment, [0, 1, 2, 3, 4])).toBe(segment)
  })

  test('none at all is a failure', () => {
    expect(() => brainRows(table, ['EOG', 'ECG'], { stage: 'asr' })).toThrow(
      /channel-missing.*stage asr.*"EOG","ECG"/,
    )
  })
})
