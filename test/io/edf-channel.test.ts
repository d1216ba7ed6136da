import { describe, expect, test } from 'vitest'
import { channelType, microvoltsPer, uniqueNames } from '../../src/io/edf-channel.ts'

describe('edf channels', () => {
  test('volts of every prefix and encoding have a factor, others none', () => {
    const micro = ['uV', '\u00b5V', '\u03bcV', '\u00c2\u00b5V', '\u0083\u00caV', 'uv', 'UV']
    expect(micro.map(microvoltsPer)).toEqual(micro.map(() => 1))
    expect(['V', 'mV', 'nV', 'kV'].map(microvoltsPer)).toEqual([1e6, 1e3, 1e-3, 1e9])
    expect(['degC', '', 'MV', 'Boolean', 'mVs'].map(microvoltsPer)).toEqual(
      Array(5).fill(undefined),
    )
  })

  test('types come from the EDF+ prefix, the label, then the unit', () => {
    const types = [
      ['EEG Fp1-REF', 'uV', 'eeg'],
      ['A2-A1', 'uV', 'eeg'],
      ['REOG', 'uV', 'eog'],
      ['ECG ECG', 'mV', 'ecg'],
      ['Resp nasal', 'uV', 'misc'],
      ['EMG chin', 'uV', 'emg'],
      ['Pulse', 'bpm', 'misc'],
      ['sTatus', 'Boolean', 'stim'],
      ['BDF Annotations', '', 'annotations'],
    ]
    for (const [label, unit, type] of types) expect(channelType(label, unit), label).toBe(type)
  })

  test('repeated labels are numbered from 0, past names that are there', () => {
    expect(uniqueNames(['A', 'B', 'A', 'A-0'])).toEqual(['A-1', 'B', 'A-2', 'A-0'])
  })
})
