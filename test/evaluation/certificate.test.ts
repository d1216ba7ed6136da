import { describe, expect, test } from 'vitest'
import { certify, transductiveStages } from '../../src/evaluation/certificate.ts'
import { defineStage } from '../../src/stage.ts'
import { center, centerSubject } from './make-rows.ts'

const proof = {
  unit: 'subject' as const,
  trainGroups: 2,
  testGroups: 1,
  sharedRecordings: 0,
  hashed: 3,
}
const fitted = [{ stage: 'center', index: 0, rows: 40, groups: ['A', 'C'], facts: {} }]
const evidence = {
  unit: 'subject',
  apart: { unit: 'subject' },
  folds: 2,
  proofs: [
    { ...proof, fold: 0 },
    { ...proof, fold: 1 },
  ],
  results: [{ fold: 1, test: ['B'], fitted }],
  transductive: [],
  contamination: [],
}

describe('certify', () => {
  test('a run with a proof for each fold is clean and says who was fitted on whom', () => {
    const certificate = certify(evidence)
    expect(certificate).toMatchObject({ clean: true, provedFolds: 2, notes: [] })
    expect(certificate.fitted).toEqual([
      { stage: 'center', fold: 1, groups: 2, rows: 40, without: ['B'] },
    ])
  })

  test('a fold without a proof or a model that knows the data is not clean', () => {
    const unproved = certify({ ...evidence, proofs: evidence.proofs.slice(1) })
    expect(unproved.clean).toBe(false)
    expect(unproved.notes.join()).toMatch(/1 of 2 folds/)
    const contamination = [{ model: 'm', dataset: 'eegmat' }]
    expect(certify({ ...evidence, contamination }).clean).toBe(false)
    expect(certify({ ...evidence, folds: 0, proofs: [] }).clean).toBe(false)
  })

  test('it says what a split over runs does not prove', () => {
    expect(certify({ ...evidence, apart: { unit: 'run' } }).notes.join()).toMatch(/seen before/)
    const unhashed = evidence.proofs.map((one) => ({ ...one, hashed: 0 }))
    expect(certify({ ...evidence, proofs: unhashed }).notes.join()).toMatch(/not compared/)
  })

  test('rows of tested groups that are trained on are declared', () => {
    const proofs = evidence.proofs.map((one) => ({ ...one, calibrationRows: 6 }))
    const certificate = certify({ ...evidence, proofs })
    expect(certificate).toMatchObject({ clean: true, calibration: { folds: 2, rows: 12 } })
    expect(certificate.notes.join()).toMatch(/Few-shot: in 2 of 2 folds .*12 in all/)
  })
})

describe('transductiveStages', () => {
  test('names stages that look at the tested subject, once each', () => {
    const step = { use: 'centerSubject', stage: centerSubject, options: {} }
    const other = { use: 'center', stage: center, options: {} }
    const mask = defineStage({
      ...centerSubject,
      use: 'mask',
      scope: 'recording',
      needs: () => ({ reference: { table: 'meanOfFirst' } }),
    })
    const first = { use: 'mask', stage: mask, options: {} }
    expect(transductiveStages([step, other, step, first])).toEqual(['centerSubject', 'mask'])
  })
})
