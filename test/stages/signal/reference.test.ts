import { describe, expect, test } from 'vitest'
import { reference } from '../../../src/stages/signal/reference.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { column } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

type Golden = Record<'average' | 'named' | 'bipolar', number[]>
const golden = signalGolden<Golden>('rows.json')
const table = signalsOf([{ channels: ['a', 'b', 'c'], values: signalInput(3, 400) }])

describe('reference', () => {
  test.each([
    ['average', { to: 'average' as const }, ['a', 'b', 'c']],
    ['named', { to: ['a', 'c'] }, ['a', 'b', 'c']],
    ['bipolar', { bipolar: [['a', 'b'] as [string, string], ['b', 'c']] }, ['a-b', 'b-c']],
  ] as const)('%s equals MNE', async (name, options, channels) => {
    const out = await runStage(reference, table, structuredClone(options) as { to?: 'average' })
    const [segment] = segmentsOf(out as Signals)
    expect(segment.channels).toEqual(channels)
    expectClose(segment.values, golden[name], stored())
  })

  test('with channels kept, the other columns are shared', async () => {
    const out = await runStage(reference, table, { to: 'average' })
    expect(column(out, 'channel').values).toBe(column(table, 'channel').values)
  })

  test('a reference that is missing is named', async () => {
    await expect(runStage(reference, table, { to: ['a', 'x'] })).rejects.toThrow(/channel-missing/)
  })

  test('exactly one of to and bipolar is given', () => {
    expect(() => reference.options.parse({})).toThrow(/exactly one/)
  })
})
