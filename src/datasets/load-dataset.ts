import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bidsCard } from './bids-card.ts'
import { type DatasetCard, loadCard } from './card.ts'
import { bidsReferenceSchema, type DatasetReference } from './dataset-reference.ts'
import { dataRoots } from './folder.ts'

/**
 * The card of what a pipeline names as its data set: a card by name or path, or one made from a
 * BIDS folder, which is an object with `bids` or a path that ends in `/`.
 *
 * @throws {NeurarrowError} as `loadCard` and `bidsCard`
 */
export function loadDataset(dataset: DatasetReference): DatasetCard {
  if (typeof dataset === 'object') return bidsCard(dataset, placesOf(dataset.bids))
  if (!dataset.endsWith('/')) return loadCard(dataset)
  return bidsCard(bidsReferenceSchema.parse({ bids: dataset }), placesOf(dataset))
}

/** Where a BIDS folder may lie, the likeliest first. */
function placesOf(folder: string): string[] {
  const places = [resolve(folder), ...dataRoots().map((root) => join(root, folder))]
  return [...places.filter(existsSync), ...places.filter((place) => !existsSync(place))]
}
