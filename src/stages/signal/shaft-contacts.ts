import type { Pair } from './bipolar-montages.ts'

/** A contact of a depth electrode: its place along the shaft, and its neighbours. */
export interface Contact {
  /** Its number among the channels. */
  readonly channel: number
  readonly name: string
  /** Numbers of the channels next to it on the shaft, one or two of them. */
  readonly beside: readonly number[]
}

/**
 * Finds contacts that have a neighbour on their shaft. The letters of a name (`A`, `LH'`) are the
 * shaft, the number behind them the place on it: `A1` and `A2` are neighbours, `A1` and `A3` are
 * not. The type in front (`SEEG A1`, `POL A1`) and the reference behind (`A1-Ref`) do not count.
 *
 * @param counts whether a channel can be a contact, by its number among the channels
 * @returns contacts in the order of the channels; without a neighbour, or without letters and a
 *   number, a channel is not among them
 */
export function shaftContacts(
  channels: readonly string[],
  counts: (channel: number) => boolean = () => true,
): Contact[] {
  const keys = channels.map((name, c) => (counts(c) ? placeOnShaft(name) : undefined))
  const byPlace = new Map(keys.flatMap((key, c) => (key ? [[`${key.shaft} ${key.place}`, c]] : [])))
  return channels.flatMap((name, channel) => {
    const key = keys[channel]
    if (key === undefined) return []
    const beside = [key.place - 1, key.place + 1].flatMap((place) => {
      return byPlace.get(`${key.shaft} ${place}`) ?? []
    })
    return beside.length === 0 ? [] : [{ channel, name, beside }]
  })
}

/** Pairs of neighbours along each shaft, the deeper contact (the smaller number) first. */
export function shaftPairs(
  channels: readonly string[],
  contacts: readonly Contact[] = shaftContacts(channels),
): Pair[] {
  return contacts.flatMap(({ channel, name, beside }) => {
    const own = placeOnShaft(name)?.place ?? 0
    const next = beside.find((other) => (placeOnShaft(channels[other])?.place ?? 0) > own)
    return next === undefined || next === channel ? [] : [[name, channels[next]] as const]
  })
}

/** Letters (small) and number of a name; `undefined` where it is not made of these. */
export function placeOnShaft(name: string): { shaft: string; place: number } | undefined {
  const bare = name
    .trim()
    .replace(/^(EEG|SEEG|ECOG|POL)[\s_]+/i, '')
    .replace(/-(REF|LE|AVG|AR)$/i, '')
  const [, shaft, place] = /^([a-z]+'?)\s*0*(\d+)$/i.exec(bare) ?? []
  return shaft === undefined ? undefined : { shaft: shaft.toLowerCase(), place: Number(place) }
}
