import { fail } from '../errors.ts'
import { medianAbs } from '../kernels/median-abs.ts'
import type { Table } from '../tables/table.ts'
import { tokensOf } from '../tables/tokens.ts'
import type { ModelCard } from './card.ts'
import { describeMismatch, isUnit, matchOrder } from './contract.ts'
import { holdsRuns } from './golden-runs.ts'
import { rateWords, takesRate } from './rate.ts'

/**
 * Checks that a card states the unit, rate, channels and scale of its own golden windows, which
 * come from the model: a card that does not has a mistake, and would lead recordings astray.
 *
 * Runs of graphs that are no encoders, whose golden tables hold inputs one after the other, are
 * left out.
 *
 * @throws {NeurarrowError} `model-input` with the part of the contract, what the card says
 *   (`expected`) and what its golden windows are (`found`)
 */
export function checkGoldenContract(card: ModelCard, table: Table): void {
  const isEncoder = card.graphs.some(({ role }) => role === 'encoder')
  if (!isEncoder || holdsRuns(table)) return
  const { values, axes } = tokensOf(table as Table<'tokens'>)
  const { channels, rateHz } = axes
  const broken = (contract: string, facts: Record<string, unknown>): never =>
    fail('model-input', { model: card.name, file: card.golden?.file, contract, ...facts })
  if (!isUnit(table.meta.unit, card.unit)) {
    broken('unit', { expected: card.unit, found: table.meta.unit ?? 'none' })
  }
  if (!takesRate(card, rateHz)) broken('rate', { expected: rateWords(card), found: rateHz })
  if (matchOrder(card, channels, 'error') === undefined) {
    broken('channels', describeMismatch(card, channels))
  }
  const [low, high] = card.scale?.medianAbs ?? [0, Number.POSITIVE_INFINITY]
  const found = medianAbs(values)
  if (found < low || found > high) {
    broken('scale', { medianAbs: found, expected: [low, high], unit: card.unit })
  }
}
