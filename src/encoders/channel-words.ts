import type { ModelCard } from './card.ts'

/** The channels of a model in a few words. */
export function channelWords(channels: ModelCard['channels']): string {
  if ('order' in channels) return `${channels.order.length} in order`
  if ('vocabulary' in channels) return `any of ${channels.vocabulary.length}`
  if ('montage' in channels) return `any of ${channels.montage}`
  if ('atlas' in channels) return `${channels.atlas.name}, ${channels.atlas.regions} regions`
  return 'any'
}
