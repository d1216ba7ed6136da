import { describe, expect, test } from 'vitest'
import { shaftChannels } from '../../../src/stages/signal/shaft-channels.ts'
import type { SensorType } from '../../../src/tables/sensors.ts'

const none: SensorType[] = []
const namesOf = (channels: string[], types: (SensorType | undefined)[] = none) => {
  const { contacts, scalp } = shaftChannels(channels, types)
  return [contacts.map(({ name }) => name), scalp]
}

describe('shaftChannels', () => {
  test('electrodes of a cap are no shafts', () => {
    const cap = ['Fp1', 'Fp2', 'F3', 'F4', 'Fz', 'C3', 'C4', 'T3', 'T4', 'A1', 'A2']
    const [contacts, scalp] = namesOf(cap)
    expect(contacts).toEqual([])
    expect(scalp).toEqual(cap.filter((name) => name !== 'Fz'))
  })

  test('one contact that no cap has makes a shaft certain', () => {
    const both = namesOf(['A1', 'A2', 'A3', 'F1', 'F2', "B'1", "B'2"])
    expect(both).toEqual([
      ['A1', 'A2', 'A3', "B'1", "B'2"],
      ['F1', 'F2'],
    ])
    expect(namesOf(['F1', 'F2', 'F11'])).toEqual([['F1', 'F2'], []])
  })

  test('where types say what lies inside the head, these alone count', () => {
    const names = ['F1', 'F2', 'F3', 'Fp1', 'Fp2', 'B1', 'B2']
    const types: SensorType[] = ['seeg', 'seeg', 'seeg', 'eeg', 'eeg', 'ecog', 'misc']
    expect(namesOf(names, types)).toEqual([['F1', 'F2', 'F3'], []])
    expect(namesOf(['SEEG F1', 'SEEG F2', 'EEG C3', 'EEG C4'])).toEqual([
      ['SEEG F1', 'SEEG F2'],
      [],
    ])
  })

  test('channels beside the brain are no contacts, those that a file calls EEG may be', () => {
    expect(
      namesOf(['DC1', 'DC2', 'A1', 'A3', 'A2'], ['misc', 'misc', 'eeg', 'eeg', 'eeg']),
    ).toEqual([['A1', 'A3', 'A2'], []])
  })
})
