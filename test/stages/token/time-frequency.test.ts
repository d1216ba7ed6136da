import { describe, expect, test } from 'vitest'
import type * as z from 'zod'
import { timeFrequency } from '../../../src/stages/token/time-frequency.ts'
import { segmentsOf, withChannels } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { tokensOf } from '../../../src/tables/tokens.ts'
import { expectClose } from '../../close.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { goldenFile } from '../../golden-file.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput, stored } from '../../signal-golden.ts'

const windowOf = (samples: number) => {
  const channels = ['a', 'b']
  const one = exampleTable('windows', { pieces: 1, channels, rateHz: 100, lengthS: 2 })
  return withChannels(
    one,
    segmentsOf(one).map((s) => ({ ...s, values: signalInput(2, samples) })),
  )
}
const golden =
  goldenFile<{ value: string; hop: number; expected: number[] }[]>('spectra/morlet.json')
const [power] = golden
const frequenciesHz = [8, 13, 30]
const run = async (options: z.input<typeof timeFrequency.options>) =>
  tokensOf((await runStage(timeFrequency, windowOf(150), options)) as Table<'tokens'>)

/** MNE has frequencies before time. */
const turned = (x: readonly number[]) =>
  [0, 1].flatMap((r) =>
    Array.from({ length: 150 }, (_, m) => [0, 1, 2].map((k) => x[(r * 3 + k) * 150 + m])).flat(),
  )

describe('timeFrequency', () => {
  test('a token a frame, frequencies as depth, as MNE has it', async () => {
    const { values, axes } = await run({ frequenciesHz, cycles: 5 })
    expectClose(values, turned(power.expected), stored())
    expect(axes).toMatchObject({ channel: 2, time: 150, depth: 3, depthHz: frequenciesHz })
    const { values: root } = await run({ frequenciesHz, cycles: 5, value: 'magnitude' })
    expectClose(root, turned(power.expected).map(Math.sqrt), stored())
  })

  test('bands and frames are averaged', async () => {
    const bandsHz: [number, number][] = [
      [5, 15],
      [15, 40],
    ]
    const { values, axes } = await run({ frequenciesHz, cycles: 5, bandsHz, framesEach: 50 })
    expect(axes).toMatchObject({ time: 3, depth: 2, depthHz: [10, 27.5], strideS: 0.5 })
    const all = turned(power.expected)
    let sum = 0
    for (let m = 0; m < 50; m++) sum += all[3 * m] + all[3 * m + 1]
    expectClose([values[0]], [sum / 100], stored())
  })

  test('complex numbers stand as real and then imaginary parts', async () => {
    const { values, axes } = await run({ frequenciesHz, cycles: 5, value: 'complex' })
    expect(axes.depth).toBe(6)
    const squares = Array.from({ length: 3 }, (_, k) => values[k] ** 2 + values[k + 3] ** 2)
    expectClose(squares, turned(power.expected).slice(0, 3), stored())
  })

  test('a wavelet longer than a window, or a frequency too high, is found in the plan', () => {
    const shape = { kind: 'windows', rateHz: 100, lengthS: 1, channels: ['a'] } as const
    const defaults = timeFrequency.options.parse({ frequenciesHz: [4, 60] })
    expect(issuesOf(timeFrequency, shape, defaults)).toEqual(['frequenciesHz', 'cycles'])
    const refused = [
      { frequenciesHz: [8, 4] },
      { frequenciesHz: [8], cycles: [1, 2] },
      { frequenciesHz: [8], bandsHz: [[10, 12]] },
      { frequenciesHz: [8], method: 'multitaper', value: 'complex' },
    ]
    for (const given of refused) {
      expect(timeFrequency.options.safeParse(given).success).toBe(false)
    }
  })

  test('windows shorter than a wavelet are refused', async () => {
    await expect(run({ frequenciesHz: [2] })).rejects.toMatchObject({ code: 'signal-too-short' })
  })
})
