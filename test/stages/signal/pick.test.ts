import { describe, expect, test } from 'vitest'
import { pick } from '../../../src/stages/signal/pick.ts'
import { sensorsOf, withSensors } from '../../../src/tables/sensors.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { listsOf, wordsOf } from '../../../src/tables/table.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalsOf } from '../../signal-golden.ts'

const table = signalsOf([
  { channels: ['EEG Fp1', 'EEG C3-REF', 'EEG A2-A1'], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
  { channels: ['resp'], values: Float32Array.of(9), rateHz: 50, index: 0 },
])

describe('pick', () => {
  test('channels come in the order asked for, under the names asked for', async () => {
    const picked = await runStage(pick, table, { channels: ['c3', 'Fp1'] })
    const [segment] = segmentsOf(picked as Signals)
    expect(segment.channels).toEqual(['c3', 'Fp1'])
    expect([...segment.values]).toEqual([3, 4, 1, 2])
  })

  test('channels of several rates are chosen from together', async () => {
    const picked = await runStage(pick, table, { channels: ['resp', 'A2-A1'] })
    const found = segmentsOf(picked as Signals).map(({ channels, rateHz }) => [...channels, rateHz])
    expect(found).toEqual([
      ['resp', 50],
      ['A2-A1', 100],
    ])
  })

  test('what is excluded is left out, the others keep their names', async () => {
    const rest = await runStage(pick, table, { exclude: ['C3', 'resp'] })
    expect(segmentsOf(rest as Signals)[0].channels).toEqual(['EEG Fp1', 'EEG A2-A1'])
    await expect(
      runStage(pick, table, { exclude: ['fp1', 'c3', 'a2-a1', 'resp'] }),
    ).rejects.toThrow(/stage-options/)
  })

  test('types and bad channels are those that the recording states', async () => {
    const sensors = { 'EEG C3-REF': { type: 'eog' as const }, 'EEG A2-A1': { bad: true as const } }
    const known = withSensors(table, sensors)
    const names = async (options: Parameters<typeof runStage<typeof pick.options>>[2]) =>
      segmentsOf((await runStage(pick, known, options)) as Signals).flatMap((s) => [...s.channels])
    expect(await names({ types: ['eeg'] })).toEqual(['EEG Fp1', 'EEG A2-A1', 'resp'])
    expect(await names({ types: ['eog'], dropBad: true })).toEqual(['EEG C3-REF'])
    expect(await names({ dropBad: true })).toEqual(['EEG Fp1', 'EEG C3-REF', 'resp'])
    await expect(names({ types: ['mag'] })).rejects.toThrow(/channel-missing/)
    await expect(names({ channels: ['a2-a1'], dropBad: true })).rejects.toThrow(/stage-options/)
    const renamed = await runStage(pick, known, { channels: ['c3', 'fp1'] })
    expect(sensorsOf(renamed)).toEqual({ c3: { type: 'eog' } })
  })

  test('channels that stand in the right order already are not copied', async () => {
    const names = ['fp1', 'c3', 'a2-a1', 'resp']
    const same = await runStage(pick, table, { channels: names })
    expect(wordsOf(same, 'channel')).toEqual(names)
    expect(listsOf(same, 'samples').values.buffer).toBe(listsOf(table, 'samples').values.buffer)
  })

  test('all that is missing is named at once', async () => {
    const run = runStage(pick, table, { channels: ['Fp1', 'Oz', 'Pz'] })
    await expect(run).rejects.toThrow(/channel-missing.*\["Oz","Pz"\]/)
  })

  test('exactly one of channels and exclude is given', () => {
    expect(() => pick.options.parse({})).toThrow(/exactly one/)
    expect(() => pick.options.parse({ channels: ['a'], exclude: ['b'] })).toThrow(/exactly one/)
  })

  test('a plan is told which channel a shape lacks', () => {
    const shape = { kind: 'signals', channels: ['EEG Fp1'] } as const
    expect(issuesOf(pick, shape, { channels: ['fp1', 'Cz'] })).toEqual(['channels.1'])
    expect(pick.shape?.(shape, { channels: ['fp1'] }).channels).toEqual(['fp1'])
  })
})
