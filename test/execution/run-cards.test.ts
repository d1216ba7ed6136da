import { expect, test } from 'vitest'
import { loadCard } from '../../src/datasets/card.ts'
import { runCards } from '../../src/execution/run-cards.ts'

const eegmat = loadCard('eegmat')
const factsOf = (card: { facts: readonly (readonly [string, string])[] }) =>
  Object.fromEntries(card.facts)

test('the card of a data set: licence, citation, population, warnings', () => {
  const [card] = runCards({ card: eegmat }, [], [])
  expect(card).toMatchObject({ of: 'dataset', name: 'eegmat', warnings: eegmat.notes })
  expect(factsOf(card)).toMatchObject({
    licence: 'ODC-BY-1.0',
    cite: 'doi:10.3390/data4010014, doi:10.1161/01.CIR.101.23.e215',
    population: '36 subjects, 72 recordings',
    rate: '500 Hz',
    rest: 'where task is rest',
    files: '73, each with its SHA-256 in the card, checked when they are fetched and read',
  })
  expect(factsOf(card)['published splits']).toMatch(/^cbramod: trained on Subject00\.\.Subject27,/)
})

test('the card of a model: contract, pretraining, parity, contamination', () => {
  const seen = [{ model: 'neurarrow-small', dataset: 'eegmat', subjects: ['Subject00'] }]
  const [, model] = runCards({ card: eegmat }, ['neurarrow-small'], seen)
  expect(factsOf(model)).toMatchObject({
    samples: 'uV at 128 Hz',
    channels: 'any',
    'pretraining data': 'eegmat:Subject00..Subject27',
    'preprocessing it expects':
      'resample:{rateHz:128}; bandpass:{lowHz:0.5,highHz:45}; patch:{lengthS:1}',
  })
  expect(factsOf(model).parity).toContain('0.0001 of its largest magnitude')
  expect(model.warnings).toEqual(['Pretrained on eegmat (Subject00).'])
})

test('two data sets have a card each', () => {
  const other = { ...eegmat, name: 'other', notes: [] }
  const cards = runCards({ card: eegmat, transferCard: other }, [], [])
  expect(cards.map(({ name }) => name)).toEqual(['eegmat', 'other'])
})
