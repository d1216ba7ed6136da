import { describe, expect, test } from 'vitest'
import type { Branch } from '../../../src/evaluation/branch.ts'
import { components } from '../../../src/evaluation/figures/components.ts'
import type { ComponentDrawing } from '../../../src/tables/component-drawing.ts'
import { figureOf } from '../../../src/tables/figure.ts'
import { withNote } from '../../../src/tables/note.ts'
import { makeRows } from '../make-rows.ts'

const context = { target: 'task', unit: 'subject', seed: 3 }
const rows = makeRows([{ subject: 'a' }])

function drawing(recording: string): ComponentDrawing {
  const all = Array.from({ length: 4 }, (_, k) => ({
    ...{ k, share: 0.4 - 0.1 * k, map: [k, -k], spectrumDb: [0, -10] },
    ...(k === 3 ? { label: 'eye', probability: 0.9, why: 'eye (0.90)' } : { label: 'brain' }),
  }))
  const labels = all.map(({ label }) => label)
  return {
    recording,
    channels: ['Fp1', 'Oz'],
    hz: [1, 2],
    count: 4,
    components: all,
    labels,
    removed: [3],
  }
}

const part = (recording: string) =>
  components.part?.(
    withNote(rows, { stage: 'ica', says: 'x', draws: JSON.stringify(drawing(recording)) }) as never,
    options,
    context,
  ) ?? rows

const options = components.options.parse({})
const draw = async (given: object, names: readonly string[]) =>
  figureOf(
    await components.draw(names.map(part), components.options.parse(given), context, {} as Branch),
  )

describe('components', () => {
  test('are drawn of the first recordings and counted over all', async () => {
    const { series, facts } = await draw({}, ['r1', 'r2', 'r3'])
    expect([...new Set(series.map(({ panel }) => panel))]).toEqual(['r1', 'r2'])
    expect(series[6]).toMatchObject({ series: 'map 3', values: Float32Array.of(3, -3) })
    expect(facts).toMatchObject({ of: 3, hz: [1, 2] })
    expect(facts.labels).toEqual([
      { label: 'brain', components: 9, removed: 0 },
      { label: 'eye', components: 3, removed: 3 },
    ])
  })

  test('few components: the removed ones first', async () => {
    const { series } = await draw({ recordings: ['r2'], components: 2 }, ['r1', 'r2'])
    expect(series.map((one) => `${one.panel} ${one.series}`)).toEqual([
      ...['r2 map 0', 'r2 spectrum 0', 'r2 map 3', 'r2 spectrum 3'],
    ])
  })

  test('without components, or the recording that is named, there is nothing to draw', async () => {
    expect((await draw({}, [])).facts.nothing).toMatch(/no stage of the pipeline leaves components/)
    const { facts } = await draw({ recordings: ['r9'] }, ['r1'])
    expect(facts.nothing).toBe('no components of a recording r9')
  })
})
