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

  test('a condition chooses by the columns of the file', async () => {
    const rich = makeEvents(
      who,
      golden.onsetsS.map((onsetS, i) => ({
        onsetS,
        durationS: 0,
        label: 'go',
        fields: { trial: String(i), answer: i === 1 ? '' : 'yes' },
      })),
    )
    const options = { around: ['*'], tminS: 0, tmaxS: 0.3, outside: 'drop' as const }
    const count = async (where: string) => {
      const out = await runStage(window, table, { ...options, where }, { events: rich })
      return segmentsOf(out as Table<'windows'>).length
    }
    expect(await count('trial <= 2')).toBe(3)
    expect(await count("trial < 3 and answer == 'yes'")).toBe(2)
    await expect(count('speed > 1')).rejects.toThrow(/column-missing.*speed.*trial/)
    await expect(count('trial > 99')).rejects.toThrow(/events-missing/)
  })

  test('steps of a stimulus channel are events', async () => {
    const stim = new Float32Array(1000).fill(5, 200, 210).fill(7, 600, 640)
    const both = Float32Array.from([...signalInput(1, 1000), ...stim])
    const recording = signalsOf([{ channels: ['a', 'STI'], values: both }])
    const options = { around: ['7'], stimulus: 'sti', tminS: -1, tmaxS: 1 }
    expect(window.needs?.(window.options.parse(options))).toEqual({})
    const out = await runStage(window, recording, options)
    const [{ startS }, ...more] = segmentsOf(out as Table<'windows'>)
    expect([startS, more.length, wordsOf(out, 'event')[0]]).toEqual([5, 0, '7'])
  })

  test('an event outside the recording is a failure, or dropped when asked', async () => {
    const stray = makeEvents(who, [
      { onsetS: 2, durationS: 0, label: 'go' },
      { onsetS: 2500, durationS: 0, label: 'go' },
    ])
    const options = { around: ['go'], tminS: 0, tmaxS: 1 }
    const run = runStage(window, table, options, { events: stray })
    await expect(run).rejects.toThrow(/event-outside.*onsetS 2500.*toS 10.*unit/)
    const out = await runStage(window, table, { ...options, outside: 'drop' }, { events: stray })
    expect(segmentsOf(out as Table<'windows'>)).toHaveLength(1)
    expect(notesOf(out)).toMatchObject([{ dropped: 1 }])
  })

  test('a window that leaves the recording goes on at its other end', async () => {
    const values = Float32Array.from({ length: 1000 }, (_, t) => t)
    const ramp = signalsOf([{ channels: ['a'], values }])
    const near = makeEvents(who, [
      { onsetS: 0.01, durationS: 0, label: 'go' },
      { onsetS: 9.99, durationS: 0, label: 'go' },
    ])
    const options = { around: ['go'], tminS: -0.02, tmaxS: 0.02, wrap: true }
    const out = await runStage(window, ramp, options, { events: near })
    expect(segmentsOf(out as Table<'windows'>).map((w) => [...w.values])).toEqual([
      [999, 0, 1, 2],
      [997, 998, 999, 0],
    ])
  })

  test('an event in a gap between segments is dropped', async () => {
    const pieces = signalsOf([
      { channels: ['a'], values: signalInput(1, 200) },
      { channels: ['a'], values: signalInput(1, 200), startS: 3.5 },
    ])
    const around = { around: ['*'], tminS: 0, tmaxS: 0.5, outside: 'drop' as const }
    const { windows } = await windowsOf(pieces, around)
    expect(windows.map(({ startS }) => Math.round(startS * 100))).toEqual([5, 123, 400])
  })
})

describe('options of windows', () => {
  const parse = (given: Parameters<typeof window.options.parse>[0]) => window.options.parse(given)
  const around = { around: ['*'], tminS: 0, tmaxS: 1 }

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

  test('a condition that cannot be read is an issue that names the place', () => {
    const { error } = window.options.safeParse({ ...around, where: 'label = 3' })
    expect(error?.issues[0]).toMatchObject({ path: ['where'], message: expect.stringMatching(/7/) })
  })

  test('a window without a sample is an issue', () => {
    const shape = { kind: 'signals', rateHz: 2 } as const
    expect(issuesOf(window, shape, { lengthS: 0.1 })).toEqual(['lengthS'])
    expect(window.shape?.(shape, parse({ lengthS: 3 }))).toMatchObject({
      kind: 'windows',
      lengthS: 3,
    })
  })

  test('events are needed only around events', () => {
    expect(window.needs?.(parse({ lengthS: 1 }))).toEqual({})
    expect(window.needs?.(parse(around))).toEqual({ events: { table: 'events' } })
  })

  test('channels of different rates are refused', async () => {
    const mixed = signalsOf([
      { channels: ['a'], values: signalInput(1, 100) },
      { channels: ['b'], values: signalInput(1, 50), rateHz: 50, index: 0 },
    ])
    await expect(windowsOf(mixed, { lengthS: 1 })).rejects.toThrow(/rates-differ/)
  })
})
