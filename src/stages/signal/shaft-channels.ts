import { electrodePosition } from '../../kernels/electrode-positions.ts'
import type { SensorType } from '../../tables/sensors.ts'
import { type Contact, placeOnShaft, shaftContacts } from './shaft-contacts.ts'

/** Contacts of depth electrodes, and channels that look like some but are not taken for them. */
export interface ShaftChannels {
  readonly contacts: readonly Contact[]
  /** Names of channels that have neighbours, but may as well lie on the scalp. */
  readonly scalp: readonly string[]
}

/**
 * Finds the contacts of depth electrodes among the channels of a recording.
 *
 * Where a type says that channels lie inside the head (`seeg`, `ecog`, of the file or in front of
 * the name: `SEEG A1`), these alone count. Else all count but those of another type than `eeg`, and
 * of a shaft whose contacts all have names of the 10-20 system and its extensions (Fp1 and Fp2,
 * F1 to F8, A1 and A2) nobody knows whether it is one.
 *
 * @param types of the channels, as far as they are known
 */
export function shaftChannels(
  channels: readonly string[],
  types: readonly (SensorType | undefined)[],
): ShaftChannels {
  const inside = channels.map((name, c) => isInside(types[c]) || /^(SEEG|ECOG)[\s_]/i.test(name))
  if (inside.includes(true)) {
    return { contacts: shaftContacts(channels, (c) => inside[c]), scalp: [] }
  }
  const isOpen = (c: number) => types[c] === undefined || types[c] === 'eeg'
  const certain = new Set(
    channels.flatMap((name, c) => {
      const place = placeOnShaft(name)
      return place && isOpen(c) && electrodePosition(bare(name)) === undefined ? [place.shaft] : []
    }),
  )
  const isCertain = (c: number) => certain.has(placeOnShaft(channels[c])?.shaft ?? '')
  const all = shaftContacts(channels, isOpen)
  return {
    contacts: all.filter(({ channel }) => isCertain(channel)),
    scalp: all.flatMap(({ channel, name }) => (isCertain(channel) ? [] : [name])),
  }
}

function isInside(type: SensorType | undefined): boolean {
  return type === 'seeg' || type === 'ecog'
}

/** The letters and the number, however the name is written. */
function bare(name: string): string {
  const { shaft = '', place = 0 } = placeOnShaft(name) ?? {}
  return `${shaft}${place}`
}
