import { describe, expect, test } from 'vitest'
import { channelKey, matchChannels } from '../../src/tables/channel.ts'

describe('channelKey', () => {
  test.each([
    ['EEG Fp1-REF', 'FP1'],
    ['EEG T3-LE', 'T7'],
    ['t5', 'P7'],
    ['Fc5.', 'FC5'],
    ['Cz..', ' cz '],
    ['POL A1', 'a1'],
  ])('%s and %s are the same', (one, other) => {
    expect(channelKey(one)).toBe(channelKey(other))
  })

  test('differences of electrodes and other numbers stay what they are', () => {
    expect(channelKey('A2-A1')).toBe('a2-a1')
    expect(channelKey('T3-C3')).not.toBe(channelKey('T7'))
    expect(channelKey('FT7')).not.toBe(channelKey('T7'))
  })
})

describe('matchChannels', () => {
  test('an exact name wins over an older one', () => {
    expect(matchChannels(['T7', 'T3', 'Cz'], ['T3', 'CZ'])).toEqual([1, 2])
    expect(matchChannels(['EEG T3-REF'], ['T7'])).toEqual([0])
  })

  test('names that are missing or not alone are failures', () => {
    expect(() => matchChannels(['Cz'], ['Pz'])).toThrow(/channel-missing.*Pz/)
    expect(() => matchChannels(['T3', 'EEG T7'], ['t7'])).toThrow(/channel-ambiguous/)
  })
})
