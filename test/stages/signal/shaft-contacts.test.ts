import { expect, test } from 'vitest'
import { shaftContacts, shaftPairs } from '../../../src/stages/signal/shaft-contacts.ts'

const channels = ['A2', 'A1', 'SEEG A3-Ref', 'A5', "B'09", "B'10", 'EKG']

test('neighbours are one number apart, in whatever order they stand', () => {
  const found = shaftContacts(channels).map(({ name, beside }) => [name, beside])
  expect(found).toEqual([
    ['A2', [1, 2]],
    ['A1', [0]],
    ['SEEG A3-Ref', [0]],
    ["B'09", [5]],
    ["B'10", [4]],
  ])
  expect(shaftPairs(channels)).toEqual([
    ['A2', 'SEEG A3-Ref'],
    ['A1', 'A2'],
    ["B'09", "B'10"],
  ])
})

test('a channel that does not count is nobody’s neighbour', () => {
  const found = shaftContacts(channels, (c) => c !== 0)
  expect(found.map(({ name }) => name)).toEqual(["B'09", "B'10"])
})
