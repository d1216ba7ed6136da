import { expect, test } from 'vitest'
import { closedUp, requireOwnTimes } from '../../src/tables/own-times.ts'
import { makeSignals } from '../../src/tables/signals.ts'
import { recordingOf } from '../fixtures/tables.ts'

const segment = { channels: ['a'], startS: 0, rateHz: 1, values: Float32Array.of(1, 2), index: 0 }
const table = makeSignals(recordingOf(), [segment], '1')

test('times that were closed up are refused, with what helps', () => {
  expect(() => requireOwnTimes(table, 'x')).not.toThrow()
  expect(() => requireOwnTimes(closedUp(table), 'x')).toThrow(/stage-options.*gaps: split/)
})
