import { medianAbs } from '../kernels/median-abs.ts'
import type { Table } from '../tables/table.ts'
import type { ModelCard } from './card.ts'
import type { OnMissing } from './card-schema.ts'
import { checkedInput } from './checked-input.ts'

/** What a recording gives a model, after its contract was found to be met. */
export interface InspectedInput {
  /** Windows. */
  readonly rows: number
  /** Share of the model's channels that the recording has, 0 to 1. */
  readonly share: number
  readonly missing: readonly string[]
  readonly unit?: string
  readonly rateHz: number
  /** Median of the magnitudes, in that unit; NaN without a window. */
  readonly medianAbs: number
}

/**
 * Checks windows or tokens against the contract of a card, as `encode` does, and says what was
 * found; no graph is run.
 *
 * @throws {NeurarrowError} `model-input` with the part of the contract that is not met
 */
export function inspectInput(card: ModelCard, table: Table, onMissing: OnMissing): InspectedInput {
  const { input, match } = checkedInput(card, table, onMissing)
  const { rows, unit, rateHz, values } = input
  const { share = 1, missing = [] } = match ?? {}
  return { rows, share, missing, unit, rateHz, medianAbs: medianAbs(values) }
}
