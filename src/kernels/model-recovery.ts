import { compareRdms, type RdmComparison } from './compare-rdms.ts'
import { random } from './random.ts'

/** RDMs that were measured, and models of them. */
export interface RecoveryData {
  /** Two or more, each of shape [P], the upper triangle of N conditions. */
  readonly rdms: readonly Float64Array[]
  /** Two or more, each of shape [P]; NaN where a model says nothing. */
  readonly models: readonly Float64Array[]
}

/** How models are recovered. */
export interface RecoveryOptions {
  readonly by: RdmComparison
  /** Bootstrap samples of conditions. */
  readonly draws: number
  readonly seed: number
}

/**
 * How often each model is taken for the truth when each in turn is the truth: could these data tell
 * the models apart at all?
 *
 * As many RDMs as were measured are made from the model that is true: its dissimilarities with mean
 * and spread of the mean measured RDM, and what the measured RDMs differ from their mean, with
 * conditions in another order each time, so that noise has the size and shape of the data's and
 * nothing of their content. Conditions are drawn with replacement; pairs of a condition with itself
 * and pairs of which a model says nothing are left out. The model whose RDM is alike most, on
 * average over RDMs, is chosen, the first of equal ones; a comparison that is not defined (a model
 * that is constant over what was drawn) is below all.
 *
 * @returns shape [K, K]: row true model, column chosen model, shares of the draws
 * @throws {RangeError} lengths differ or are those of no triangle, or there are fewer than two RDMs
 *   or models
 * @see Schütt et al. (2023), eLife 12:e82566, doi:10.7554/eLife.82566 (bootstrap of conditions);
 *   Han, Poggio & Cheung (2023), Proc. Mach. Learn. Res. 202:12430-12444 (recovery)
 */
export function modelRecovery(
  { rdms, models }: RecoveryData,
  { by, draws, seed }: RecoveryOptions,
): Float64Array {
  const conditions = requireTriangles(rdms, models)
  const { noise, scaled } = partsOf(rdms, models)
  const draw = random(seed)
  const told = models[0].map((_, p) => Number(models.every((model) => !Number.isNaN(model[p]))))
  const out = new Float64Array(models.length ** 2)
  for (let turn = 0; turn < draws; turn++) {
    const drawn = Int32Array.from({ length: conditions }, () => draw.integer(conditions))
    const pairs = pairsOf(drawn, conditions).filter((p) => told[p] === 1)
    const own = models.map((model) => Float64Array.from(pairs, (p) => model[p]))
    const moved = noise.map((one) => {
      const order = draw.shuffle(Int32Array.from({ length: conditions }, (_, i) => i))
      const all = pairsOf(order, conditions)
      return Float64Array.from(pairs, (p) => one[all[p]])
    })
    for (const [t, truth] of scaled.entries()) {
      const made = moved.map((one) => one.map((value, i) => value + truth[pairs[i]]))
      out[t * models.length + chosen(made, own, by)] += 1 / draws
    }
  }
  return out
}

/** What measured RDMs differ from their mean, and models with mean and spread of that mean. */
function partsOf(rdms: readonly Float64Array[], models: readonly Float64Array[]) {
  const mean = rdms[0].map((_, p) => {
    return rdms.reduce((sum, rdm) => sum + rdm[p], 0) / rdms.length
  })
  const grown = Math.sqrt(rdms.length / (rdms.length - 1))
  const noise = rdms.map((rdm) => rdm.map((value, p) => grown * (value - mean[p])))
  const wanted = spreadOf(mean)
  const scaled = models.map((model) => {
    const { middle, spread } = spreadOf(model)
    return model.map((value) => {
      return wanted.middle + ((value - middle) * wanted.spread) / (spread > 0 ? spread : 1)
    })
  })
  return { noise, scaled }
}

function spreadOf(all: Float64Array) {
  const x = all.filter((value) => !Number.isNaN(value))
  const middle = x.reduce((sum, value) => sum + value, 0) / x.length
  const squares = x.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  return { middle, spread: Math.sqrt(squares / x.length) }
}

/** The model that the RDMs are most alike to on average. */
function chosen(
  made: readonly Float64Array[],
  models: readonly Float64Array[],
  by: RdmComparison,
): number {
  let [best, most] = [0, Number.NEGATIVE_INFINITY]
  for (const [c, model] of models.entries()) {
    const alike = made.reduce((sum, rdm) => sum + compareRdms(model, rdm, by), 0)
    if (alike > most) [best, most] = [c, alike]
  }
  return best
}

/** Places of the pairs of some conditions, without those of a condition with itself. */
function pairsOf(drawn: Int32Array, conditions: number): number[] {
  const out: number[] = []
  for (let i = 0; i < drawn.length; i++) {
    for (let j = i + 1; j < drawn.length; j++) {
      const [a, b] = [Math.min(drawn[i], drawn[j]), Math.max(drawn[i], drawn[j])]
      if (a !== b) out.push(a * conditions - (a * (a + 1)) / 2 + b - a - 1)
    }
  }
  return out
}

function requireTriangles(rdms: readonly Float64Array[], models: readonly Float64Array[]): number {
  if (rdms.length < 2 || models.length < 2) {
    throw new RangeError(`${rdms.length} RDMs, ${models.length} models: two of each are needed`)
  }
  const size = rdms[0].length
  const conditions = (1 + Math.sqrt(1 + 8 * size)) / 2
  const isAlike = [...rdms, ...models].every((one) => one.length === size)
  if (isAlike && Number.isInteger(conditions)) return conditions
  throw new RangeError(`${size} dissimilarities are no triangle, or others have other lengths`)
}
