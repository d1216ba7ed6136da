import { describe, expect, test } from 'vitest'
import { didYouMean, nearestName } from '../../src/kernels/nearest-name.ts'

const known = ['bandpass', 'bandpower', 'notch', 'window']

describe('nearestName', () => {
  test('finds the name with the fewest edits, whatever the case', () => {
    expect(nearestName('bandpas', known)).toBe('bandpass')
    expect(nearestName('WINDWO', known)).toBe('window')
  })

  test('names nothing when nothing is near', () => {
    expect(nearestName('spectrogram', known)).toBeUndefined()
    expect(nearestName('ab', ['xy'])).toBeUndefined()
  })

  test('the end of a message names the nearest or is empty', () => {
    expect(didYouMean('noch', known)).toBe('; did you mean "notch"?')
    expect(didYouMean('spectrogram', known)).toBe('')
  })
})
