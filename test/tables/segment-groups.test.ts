import { expect, test } from 'vitest'
import { segmentGroups } from '../../src/tables/segment-groups.ts'
import { signalInput, signalsOf } from '../signal-golden.ts'

test('blocks of one segment are together, whatever their rates', () => {
  const table = signalsOf([
    { channels: ['a', 'b'], values: signalInput(2, 4) },
    { channels: ['c'], values: signalInput(1, 2), rateHz: 50, index: 0 },
    { channels: ['a'], values: signalInput(1, 4), startS: 1, index: 1 },
  ])
  const groups = segmentGroups(table).map((group) => group.map(({ channels }) => channels.join('')))
  expect(groups).toEqual([['ab', 'c'], ['a']])
})
