import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contaminationOf, type Seen } from '../../src/evaluation/contamination.ts'

const subjects = ['Subject27', 'Subject28', 'Subject31']
const evaluated = { dataset: 'eegmat', aliases: ['EEG during mental arithmetic'], subjects }

function met(pretraining: readonly Seen[], tested = subjects) {
  return contaminationOf({ ...evaluated, subjects: tested }, [{ name: 'm', pretraining }])
}

describe('contaminationOf', () => {
  test('compares names without case and signs, and knows the other names', () => {
    const all = [{ model: 'm', dataset: 'eegmat' }]
    expect(met(['TUH', 'EEG-MAT'])).toEqual(all)
    expect(met(['EEG During Mental Arithmetic'])).toEqual(all)
    expect(met(['TUEG'])).toEqual([])
  })

  test('a model trained on 00-27 has met Subject27, not 28 to 31', () => {
    const seen = [{ eegmat: 'Subject00..Subject27' }]
    expect(met(seen)).toEqual([{ model: 'm', dataset: 'eegmat', subjects: ['Subject27'] }])
    expect(met(seen, ['Subject28', 'Subject31'])).toEqual([])
  })

  test('subjects may be a list; a data set without subjects means all of it', () => {
    expect(met([{ 'EEG-MAT': ['Subject31', 'Subject40..Subject50'] }])).toMatchObject([
      { subjects: ['Subject31'] },
    ])
    expect(met([{ eegmat: 'Subject00' }, 'eegmat'])).toEqual([{ model: 'm', dataset: 'eegmat' }])
  })
})

describe('properties', () => {
  test('numbers of a range are compared as numbers', () => {
    const number = fc.integer({ min: 0, max: 200 })
    const law = fc.property(number, number, number, (from, to, one) => {
      const found = met([{ eegmat: `s${from}..s${to}` }], [`s${one}`])
      expect(found.length === 1).toBe(from <= one && one <= to)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
