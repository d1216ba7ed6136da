import { fail } from '../errors.ts'
import type { ModelCard } from './card.ts'
import { recipeWords } from './missing-model.ts'

/**
 * Refuses a model whose weights have a licence that is not among those of `NEURARROW_LICENCES`
 * (names as cards give them, separated by commas); without that setting any licence is taken.
 *
 * @throws {NeurarrowError} `model-licence`
 */
export function requireLicence(card: ModelCard, env: NodeJS.ProcessEnv = process.env): void {
  const allowed = (env.NEURARROW_LICENCES ?? '').split(',').map((name) => name.trim())
  const named = allowed.filter((name) => name !== '')
  const plain = (name: string) => name.toLowerCase()
  if (named.length === 0 || named.map(plain).includes(plain(card.licence.weights))) return
  const { name: model, licence } = card
  fail('model-licence', { model, weights: licence.weights, allowed: named })
}

/**
 * Refuses to pull a model whose licence forbids it, and says what its user can do.
 *
 * @throws {NeurarrowError} `model-licence`
 */
export function requirePullable(card: ModelCard, env: NodeJS.ProcessEnv = process.env): void {
  requireLicence(card, env)
  if (card.licence.pull === 'allowed') return
  const { name: model, licence, source } = card
  const remedy = recipeWords(card) ?? `get it from its owner: ${source}`
  fail('model-licence', { model, code: licence.code, weights: licence.weights, remedy })
}
