import { describe, expect, test } from 'vitest'
import { stimulusEvents } from '../../src/kernels/stimulus-events.ts'
import { cleaningGolden } from '../cleaning-golden.ts'

describe('stimulusEvents', () => {
  test('are those of MNE', () => {
    const golden = cleaningGolden<Record<'x' | 'samples' | 'values', number[]>>('stimulus.json')
    const found = stimulusEvents(Float32Array.from(golden.x))
    expect(found.map(({ sample }) => sample)).toEqual(golden.samples)
    expect(found.map(({ value }) => value)).toEqual(golden.values)
  })

  test('a step lasts until the value changes; short ones may be left out', () => {
    const x = Float32Array.of(3, 0, 2.9, 3.1, 0, Number.NaN, 1, 0)
    expect(stimulusEvents(x)).toEqual([
      { sample: 2, length: 2, value: 3 },
      { sample: 6, length: 1, value: 1 },
    ])
    expect(stimulusEvents(x, 2)).toHaveLength(1)
    expect(stimulusEvents(new Float32Array(0))).toEqual([])
  })
})
