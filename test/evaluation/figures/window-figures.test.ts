import { describe, expect, test } from 'vitest'
import type { Branch } from '../../../src/evaluation/branch.ts'
import type { Figure } from '../../../src/evaluation/figure.ts'
import { classSpectra } from '../../../src/evaluation/figures/class-spectra.ts'
import { desynchronisation } from '../../../src/evaluation/figures/desynchronisation.ts'
import { evoked } from '../../../src/evaluation/figures/evoked.ts'
import { welch } from '../../../src/kernels/welch.ts'
import { figureOf } from '../../../src/tables/figure.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { rough } from '../../figures-golden.ts'
import { makeWindows } from './make-windows.ts'

const context = { target: 'task', unit: 'subject', seed: 0, windowFromS: -1 }
const setting = { channels: ['C3', 'C4'], rateHz: 64 }

/** The numbers of a figure of windows, all its parts made. */
async function drawn(figure: Figure, tables: readonly Table<'windows'>[], given = {}) {
  const options = figure.options.parse(given)
  const parts = tables.map((table) => figure.part?.(table, options, context) ?? table)
  return figureOf(await figure.draw(parts, options, context, {} as Branch))
}

const noise = (salt: number) => rough(2 * 192, salt)
const one = makeWindows(
  'one',
  [
    { name: 'a', values: noise(1) },
    { name: 'a', values: noise(2) },
    { name: 'b', values: noise(3) },
  ],
  setting,
)
const two = makeWindows('two', [{ name: 'a', values: noise(4) }], setting)

describe('classSpectra', () => {
  test('decibels of Welch’s density: over windows, then over subjects', async () => {
    const { series, facts } = await drawn(classSpectra, [one, two], { segmentS: 1, maxHz: 10 })
    const decibels = (salt: number) => {
      const x = Float32Array.from(noise(salt)).subarray(192)
      const density = welch(x, 1, { rateHz: 64, segment: 64, shared: 32 })
      return Array.from(density.subarray(1, 11), (v) => 10 * Math.log10(v))
    }
    const [first, second, third] = [decibels(1), decibels(2), decibels(4)]
    const mean = first.map((v, i) => ((v + second[i]) / 2 + third[i]) / 2)
    const found = series.find(({ panel, series: name }) => panel === 'C4' && name === 'a')
    expectClose(found?.values ?? [], mean, { absolute: 1e-4, why: 'f32' })
    expect([found?.groups, facts.x]).toEqual([2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
    expect(series).toHaveLength(4)
  })

  test('a window with a hole is left out, channels that are not there are named', async () => {
    const holed = makeWindows(
      'x',
      [{ name: 'a', values: noise(1).fill(Number.NaN, 5, 6) }],
      setting,
    )
    expect((await drawn(classSpectra, [holed])).facts.nothing).toBeDefined()
    await expect(drawn(classSpectra, [one], { channels: ['Oz'] })).rejects.toThrow(
      /lacks a channel/,
    )
  })

  test('recordings with other channels cannot be put together', async () => {
    const other = makeWindows('x', [{ name: 'a', values: noise(1) }], {
      ...{ channels: ['C3', 'Cz'], rateHz: 64 },
    })
    expect((await drawn(classSpectra, [one, other])).facts.nothing).toMatch(/differ in channels/)
  })
})

describe('evoked', () => {
  test('means of windows less their baseline, on the time of the event', async () => {
    const { series, facts } = await drawn(evoked, [one], { baselineS: [-1, 0] })
    const x = facts.x as number[]
    expect([x[0], x[64], x.length]).toEqual([-1, 0, 192])
    const mean = Array.from({ length: 192 }, (_, t) => (noise(1)[t] + noise(2)[t]) / 2)
    const base = mean.slice(0, 64).reduce((sum, v) => sum + v, 0) / 64
    expectClose(
      series[0].values,
      mean.map((v) => v - base),
      { absolute: 1e-6, why: 'f32' },
    )
  })

  test('long windows are averaged in blocks', async () => {
    const long = makeWindows('x', [{ name: 'a', values: rough(2 * 500, 1) }], setting)
    const { series, facts } = await drawn(evoked, [long])
    expect((facts.x as number[]).length).toBe(166)
    const mean = (rough(1000, 1)[0] + rough(1000, 1)[1] + rough(1000, 1)[2]) / 3
    expectClose([series[0].values[0]], [mean], { absolute: 1e-6, why: 'f32' })
  })
})

describe('desynchronisation', () => {
  test('a rhythm at twice the amplitude has 300 % more power', async () => {
    const wave = Float64Array.from({ length: 2 * 320 }, (_, i) => {
      const t = i % 320
      return (t < 160 ? 1 : 2) * Math.sin((2 * Math.PI * 10 * t) / 64)
    })
    const windows = makeWindows('x', [{ name: 'a', values: wave }], setting)
    const given = { referenceS: [-0.5, 0.5], smoothS: 0.25 }
    const { series, facts } = await drawn(desynchronisation, [windows], given)
    const x = facts.x as number[]
    const at = (s: number) => series[0].values[x.findIndex((t) => t >= s)]
    expect(Math.abs(at(0))).toBeLessThan(10)
    expect(at(2.8)).toBeGreaterThan(280)
    expect(at(2.8)).toBeLessThan(320)
  })

  test('a reference outside leaves nothing, a band above half the rate is refused', async () => {
    const early = await drawn(desynchronisation, [one], { referenceS: [-9, -8] })
    expect(early.facts.nothing).toMatch(/no time of the windows/)
    await expect(drawn(desynchronisation, [one], { bandHz: [8, 40] })).rejects.toThrow(/options/)
  })
})
