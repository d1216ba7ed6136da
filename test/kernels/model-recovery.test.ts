import { describe, expect, test } from 'vitest'
import { modelRecovery } from '../../src/kernels/model-recovery.ts'
import { random } from '../../src/kernels/random.ts'

const conditions = 10
const pairs = (conditions * (conditions - 1)) / 2
const draw = random(11)
const models = Array.from({ length: 3 }, () => Float64Array.from({ length: pairs }, draw.uniform))
const measured = (noise: number, count = 6) =>
  Array.from({ length: count }, () => models[1].map((value) => value + noise * draw.normal()))
const how = { by: 'spearman', draws: 100, seed: 1 } as const
const diagonal = (shares: Float64Array) => [0, 4, 8].map((i) => shares[i])

describe('models that take turns to be the truth', () => {
  test('are all recovered where data are clean', () => {
    const shares = modelRecovery({ rdms: measured(0.05), models }, how)
    expect(Math.min(...diagonal(shares))).toBeCloseTo(1, 12)
  })

  test('are guessed where noise is all there is', () => {
    const rdms = measured(1).map((rdm) => rdm.map(() => 100 + draw.normal()))
    const flat = rdms.map((rdm, r) =>
      rdm.map((value, p) => (r % 2 === 0 ? value : 200 - rdms[r - 1][p])),
    )
    const shares = modelRecovery({ rdms: flat, models }, { ...how, draws: 600 })
    const mean = diagonal(shares).reduce((sum, share) => sum + share / 3, 0)
    expect(mean).toBeGreaterThan(0.25)
    expect(mean).toBeLessThan(0.42)
  })

  test('a model that is the same as another is never told from the first', () => {
    const twins = [models[0], models[0].slice(), models[2]]
    const shares = modelRecovery({ rdms: measured(0.1), models: twins }, how)
    expect(shares[4]).toBe(0)
    expect(shares[3]).toBeCloseTo(1, 12)
  })

  test('rows are shares, the seed decides, pairs without a word are left out', () => {
    const partly = models.map((model) =>
      model.map((value, p) => (p % 5 === 0 ? Number.NaN : value)),
    )
    const found = modelRecovery({ rdms: measured(0.5), models: partly }, how)
    expect(found[0] + found[1] + found[2]).toBeCloseTo(1, 12)
    const rdms = measured(0.7)
    const again = [1, 1, 2].map((seed) => modelRecovery({ rdms, models }, { ...how, seed }))
    expect(again[1]).toEqual(again[0])
    expect(again[2]).not.toEqual(again[0])
  })

  test('one RDM, one model, and what is no triangle are refused', () => {
    const rdms = measured(0.1)
    expect(() => modelRecovery({ rdms: rdms.slice(0, 1), models }, how)).toThrow(RangeError)
    expect(() => modelRecovery({ rdms, models: models.slice(0, 1) }, how)).toThrow(RangeError)
    const cut = (all: Float64Array[]) => all.map((one) => one.slice(0, 7))
    expect(() => modelRecovery({ rdms: cut(rdms), models: cut(models) }, how)).toThrow(/triangle/)
  })
})
