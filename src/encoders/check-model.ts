import { asFailure, type NeurarrowError } from '../errors.ts'
import { isRecipe, loadModelCard, modelRoots } from './card.ts'
import type { Device } from './device.ts'
import { preflight } from './preflight.ts'

/** What a check of a model found. */
export interface Checked {
  readonly name: string
  readonly device: Device
  /**
   * `recipe`: the card only says how its graphs are made, and there is nothing to check. `to pull`:
   * its graphs are elsewhere; `failure` then says how they come.
   */
  readonly state: 'ok' | 'recipe' | 'to pull' | NeurarrowError['code']
  readonly licence?: string
  /** How far the golden output is off, as a share of its largest magnitude. */
  readonly apart?: number
  readonly failure?: NeurarrowError
}

/** Checks a model as a run does before it uses it; what is wrong is told, not raised. */
export async function checkModel(
  name: string,
  device: Device = 'cpu',
  roots: readonly string[] = modelRoots(),
): Promise<Checked> {
  let licence: string | undefined
  let isPulled = false
  try {
    const card = loadModelCard(name, roots)
    licence = card.licence.weights
    isPulled = card.graphs.every(({ from }) => from !== undefined)
    if (isRecipe(card)) return { name, device, state: 'recipe', licence }
    const { goldenApart: apart } = await preflight(card, device)
    return { name, device, state: 'ok', licence, apart }
  } catch (thrown) {
    const failure = asFailure(thrown)
    const state = isPulled && failure.code === 'model-missing' ? 'to pull' : failure.code
    return { name, device, state, licence, failure }
  }
}
