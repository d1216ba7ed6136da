import { fail } from '../errors.ts'
import type { ModelCard } from './card.ts'
import { recipeWords } from './missing-model.ts'

/**
 * Says that the licence of a model does not allow what is asked, and what its user can do.
 *
 * @throws {NeurarrowError} `model-licence` always
 */
export function refusedLicence(card: ModelCard): never {
  const { name: model, licence, source } = card
  const { code, weights } = licence
  const remedy = recipeWords(card) ?? `get it from its owner: ${source}`
  return fail('model-licence', { model, code, weights, remedy })
}
