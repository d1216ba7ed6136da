import { describe, expect, test } from 'vitest'
import { glm } from '../../../src/stages/volume/glm.ts'
import { labelNames } from '../../../src/tables/keys.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { f64Of, listsOf, type Table, wordsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { glmGolden, goldenEvents, goldenRun } from '../../glm-golden.ts'

const t = { face: 1, house: -1 }
const f = [{ face: 1 }, { cat: 1, house: -0.5 }]

function run(options: object, events = goldenEvents(), signals = goldenRun()) {
  const given = glm.options.parse({ contrasts: { t }, ...glmGolden.run.options, ...options })
  return glm.run(signals, given, { tables: { events }, seed: 0 }) as Table<'features'>
}

describe('glm', () => {
  test.each(
    glmGolden.fits.flatMap(({ noise, maps }) =>
      Object.entries(maps.t).map(([map, values]) => [noise, map, values] as const),
    ),
  )('t of %s: %s agrees with nilearn', (noise, map, values) => {
    const found = listsOf(run({ noise, map }), 'features').values
    expectClose(found, values, { relative: 2e-6, why: 'maps are stored as f32' })
  })

  test.each(
    glmGolden.fits.flatMap(({ noise, maps }) =>
      Object.entries(maps.F).map(([map, values]) => [noise, map, values] as const),
    ),
  )('F of %s: %s agrees with nilearn', (noise, map, values) => {
    const found = listsOf(run({ noise, map, contrasts: { f } }), 'features').values
    expectClose(found, values, { relative: 2e-6, why: 'maps are stored as f32' })
  })

  test('a row a contrast, named', () => {
    const out = run({ contrasts: { faces: t, any: f } })
    expect([out.rows, wordsOf(out, 'contrast')]).toEqual([2, ['faces', 'any']])
  })

  test('effects and their variances are two rows, with the degrees of freedom', () => {
    const out = run({
      map: 'effectVariance',
      contrasts: { faces: t, twice: { face: 2, house: -2 } },
    })
    expect(wordsOf(out, 'contrast')).toEqual(['faces', 'faces', 'twice', 'twice'])
    expect(wordsOf(out, 'map')).toEqual(['effect', 'variance', 'effect', 'variance'])
    const { values, size } = listsOf(out, 'features')
    const each = ['effect', 'variance'].map((map) => [...listsOf(run({ map }), 'features').values])
    expect([...values.subarray(0, 2 * size)]).toEqual(each.flat())
    expect(new Set(f64Of(out, 'freedom')).size).toBe(1)
    expect(labelNames(out)).toEqual(['contrast', 'map', 'freedom'])
    expect(labelNames(run({}))).toEqual(['contrast'])
  })

  test('says which events lie outside and which channels are flat', () => {
    const values = glmGolden.run.signals.map((v, i) => (i < glmGolden.run.samples ? 3 : v))
    const late = goldenEvents([['face', 500, 2]])
    const out = run({}, late, goldenRun(values))
    expect(notesOf(out).map(({ says }) => says)).toEqual([
      'channels without variance have statistic 0',
      'events outside of the run were left out',
    ])
    expect(listsOf(out, 'features').values[0]).toBe(0)
  })

  test('a channel with NaN is NaN, with a note', () => {
    const values = goldenRun(glmGolden.run.signals.with(5, Number.NaN))
    const out = run({}, undefined, values)
    expect([...listsOf(out, 'features').values].map(Number.isNaN).indexOf(false)).toBe(1)
    expect(notesOf(out)).toMatchObject([{ says: 'channels with NaN are NaN', channels: 1 }])
  })

  test('refuses contrasts of no column, effects of F, and runs without events', () => {
    expect(() => run({ contrasts: { x: { dog: 1 } } })).toThrow(/column-missing.*dog/)
    expect(() => run({ contrasts: { f }, map: 'effect' })).toThrow(/stage-options/)
    expect(() => run({ events: ['dog'] })).toThrow(/events-missing/)
    expect(() => run({ response: 'fir', delays: [0, 0] })).toThrow(/rank-deficient/)
    expect(() => run({ highPassHz: 0.3 })).toThrow(/signal-too-short/)
    expect(glm.options.safeParse({ contrasts: {} }).success).toBe(false)
  })
})
