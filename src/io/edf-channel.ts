import type { ChannelInfo } from '../reader.ts'

/** Microvolts in one unit of each prefix. */
const prefixes: Readonly<Record<string, number>> = {
  k: 1e9,
  '': 1e6,
  m: 1e3,
  u: 1,
  U: 1,
  n: 1e-3,
  p: 1e-6,
}

/** Micro as Latin-1, as Greek letter, as UTF-8 and Shift JIS bytes taken for Latin-1. */
const micro = /^(\u00b5|\u03bc|\u00c2\u00b5|\u00ce\u00bc|\u0083\u00ca)/

/**
 * Microvolts in one of the file's units, when that is a volt of any prefix; `undefined` for other
 * units. `MV` is left alone: nobody can tell whether it is milli or mega.
 */
export function microvoltsPer(unit: string): number | undefined {
  const ascii = unit.replace(micro, 'u')
  const prefix = /^(.?)[Vv]$/.exec(ascii)?.[1]
  return prefix === undefined ? undefined : prefixes[prefix]
}

/** What EDF+ puts in front of a label, and what it is here. */
const prefixTypes: Readonly<Record<string, ChannelInfo['type']>> = {
  EEG: 'eeg',
  SEEG: 'eeg',
  ECOG: 'eeg',
  EOG: 'eog',
  ECG: 'ecg',
  EKG: 'ecg',
  EMG: 'emg',
  ERG: 'misc',
  MEG: 'misc',
  MCG: 'misc',
  EP: 'misc',
  TEMP: 'misc',
  RESP: 'misc',
  SAO2: 'misc',
  SPO2: 'misc',
  LIGHT: 'misc',
  SOUND: 'misc',
  EVENT: 'misc',
}

/**
 * What a channel measures, from its label and unit: the EDF+ type in front of the label, else a
 * label that holds EOG, ECG, EKG or EMG, else EEG for volts and `misc` for other units.
 */
export function channelType(label: string, unit: string): ChannelInfo['type'] {
  if (/^[EB]DF Annotations$/.test(label)) return 'annotations'
  if (/^((bdf )?status|trigger)$/i.test(label)) return 'stim'
  const stated = prefixTypes[label.split(/[\s-]/)[0].toUpperCase()]
  if (stated !== undefined) return stated
  const held = /EOG|ECG|EKG|EMG/.exec(label.toUpperCase())?.[0]
  if (held !== undefined) return prefixTypes[held]
  return microvoltsPer(unit) === undefined ? 'misc' : 'eeg'
}

/**
 * Names that are unique: labels that occur more than once get `-0`, `-1`, ... in their order, as
 * MNE-Python numbers them; a number whose name is taken already is left out.
 */
export function uniqueNames(labels: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const next = new Map<string, number>()
  return labels.map((label) => {
    if (counts.get(label) === 1) return label
    let number = next.get(label) ?? 0
    while (counts.has(`${label}-${number}`)) number++
    next.set(label, number + 1)
    return `${label}-${number}`
  })
}
