import { describe, expect, test } from 'vitest'
import { window } from '../../../src/stages/signal/window.ts'
import { makeEvents } from '../../../src/tables/events.ts'
import { labelNames } from '../../../src/tables/keys.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import { type Table, wordsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

interface Golden {
  onsetsS: number[]
  fixed: { count: number; starts: number[]; second: number[] }
  around: {
    tminS: number
    tmaxS: number
    baselineS: [number, number]
    labels: string[]
    startsS: number[]
    expected: number[]
  }
}
const golden = signalGolden<Golden>('window.json')
const table = signalsOf([{ channels: ['a', 'b'], values: signalInput(2, 1000) }])
const who = { subject: 'A', session: '1', run: '1', recording: 'A_1', labels: {} }
const events = makeEvents(
  who,
  golden.onsetsS.map((onsetS, i) => ({ onsetS, durationS: 0, label: i === 2 ? 'stop' : 'go' })),
)

async function windowsOf(input: Table, options: Parameters<typeof window.options.parse>[0]) {
  const out = await runStage(window, input, options as { lengthS: number }, { events })
  return { out, windows: segmentsOf(out as Table<'windows'>) }
}

describe('fixed windows', () => {
  test('equal mne.make_fixed_length_epochs, the tail dropped', async () => {
    const { windows } = await windowsOf(table, { lengthS: 2, strideS: 1.5 })
    expect(windows).toHaveLength(golden.fixed.count)
    expect(windows.map(({ startS }) => startS)).toEqual(golden.fixed.starts)
    expectClose(windows[1].values, golden.fixed.second, stored())
  })

  test('begin anew in each segment and are numbered through the recording', async () => {
    const pieces = signalsOf([
      { channels: ['a'], values: signalInput(1, 250), startS: 1 },
      { channels: ['a'], values: signalInput(1, 120), startS: 5 },
    ])
    const { windows } = await windowsOf(pieces, { lengthS: 1 })
    expect(windows.map(({ index, startS }) => [index, startS])).toEqual([
      [0, 1],
      [1, 2],
      [2, 5],
    ])
  })

  test('lie within fromS and toS', async () => {
    const { windows } = await windowsOf(table, { lengthS: 1, fromS: 2.5, toS: 5 })
    expect(windows.map(({ startS }) => startS)).toEqual([2.5, 3.5])
  })

  test('without room there is an empty table and a note', async () => {
    const { out, windows } = await windowsOf(table, { lengthS: 11 })
    expect(windows).toEqual([])
    expect(out).toMatchObject({ kind: 'windows', rows: 0 })
    expect(notesOf(out)).toMatchObject([{ stage: 'window', windows: 0 }])
  })
})

describe('windows around events', () => {
  const { tminS, tmaxS, baselineS, labels, startsS, expected } = golden.around

  test('equal mne.Epochs one sample shorter, with the label of the event', async () => {
    const { out, windows } = await windowsOf(table, { around: ['*'], tminS, tmaxS, baselineS })
    expect(windows.map(({ from }) => wordsOf(out, 'event')[from])).toEqual(labels)
    expect(labelNames(out)).toEqual(['task', 'event'])
    expectClose(
      windows.map(({ startS }) => startS),
      startsS,
      { absolute: 1e-9, why: 'f64' },
    )
    const values = windows.flatMap((w) => [...w.values])
    expectClose(values, expected, stored())
    expect(notesOf(out)).toMatchObject([{ stage: 'window', dropped: 2 }])
  })

  test('only the labels asked for are used', async () => {
    const { out } = await windowsOf(table, { around: ['stop'], tminS: 0, tmaxS: 1 })
    expect(wordsOf(out, 'event')).toEqual(['stop', 'stop'])
    expect(notesOf(out)).toEqual([])
  })

  test('no event of the kind is a failure that names those there are', async () => {
    const run = windowsOf(table, { around: ['left'], tminS: 0, tmaxS: 1 })
    await expect(run).rejects.toThrow(/events-missing.*\["go","stop"\]/)
  })

  test('an event in a gap between segments is dropped', async () => {
    const pieces = signalsOf([
      { channels: ['a'], values: signalInput(1, 200) },
      { channels: ['a'], values: signalInput(1, 200), startS: 3.5 },
    ])
    const { windows } = await windowsOf(pieces, { around: ['*'], tminS: 0, tmaxS: 0.5 })
    expect(windows.map(({ startS }) => Math.round(startS * 100))).toEqual([5, 123, 400])
  })
})

describe('options of windows', () => {
  test('options that contradict each other are named', () => {
    const pathsOf = (options: object) =>
      window.options.safeParse(options).error?.issues.map(({ path }) => path.join('.'))
    expect(pathsOf({})).toEqual(['lengthS'])
    expect(pathsOf({ lengthS: 1, tminS: 0 })).toEqual(['tminS'])
    expect(pathsOf({ lengthS: 1, around: ['a'] })).toEqual(['lengthS', 'tminS', 'tmaxS'])
    expect(pathsOf({ around: ['a'], tminS: 1, tmaxS: 0 })).toEqual(['tminS', 'baselineS'])
    expect(pathsOf({ around: ['a'], tminS: 0, tmaxS: 1, baselineS: [-1, 0] })).toEqual([
      'baselineS',
    ])
  })

  test('a window without a sample is an issue', () => {
    const shape = { kind: 'signals', rateHz: 2 } as const
    expect(issuesOf(window, shape, { lengthS: 0.1 })).toEqual(['lengthS'])
    expect(window.shape?.(shape, { lengthS: 3 })).toMatchObject({ kind: 'windows', lengthS: 3 })
  })

  test('events are needed only around events', () => {
    expect(window.needs?.({ lengthS: 1 })).toEqual({})
    expect(window.needs?.({ around: ['*'] })).toEqual({ events: { table: 'events' } })
  })

  test('channels of different rates are refused', async () => {
    const mixed = signalsOf([
      { channels: ['a'], values: signalInput(1, 100) },
      { channels: ['b'], values: signalInput(1, 50), rateHz: 50, index: 0 },
    ])
    await expect(windowsOf(mixed, { lengthS: 1 })).rejects.toThrow(/rates-differ/)
  })
})
