import type { Event } from '../tables/events.ts'
import type { SegmentSamples } from '../tables/signals.ts'

/**
 * The events of stimulus channels: each rise to a larger code, labelled with the new code.
 *
 * As `mne.find_events` with its defaults: a code that the channel starts with is no event, neither
 * is a fall; events of several channels are merged and the same code at the same time counts once.
 *
 * @param segments stimulus channels, shape [C, T] each; codes are whole numbers
 * @returns in time order
 */
export function stimulusEvents(segments: readonly SegmentSamples[]): Event[] {
  const found = new Map<string, Event>()
  for (const { channels, values, startS, rateHz } of segments) {
    const samples = values.length / channels.length
    for (let channel = 0; channel < channels.length; channel++) {
      const at = channel * samples
      for (let t = 1; t < samples; t++) {
        if (!(values[at + t] > values[at + t - 1])) continue
        const event = { onsetS: startS + t / rateHz, durationS: 0, label: String(values[at + t]) }
        found.set(`${event.onsetS} ${event.label}`, event)
      }
    }
  }
  return [...found.values()].sort((a, b) => a.onsetS - b.onsetS)
}
