import { describe, expect, test } from 'vitest'
import { betas } from '../../../src/stages/volume/betas.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { f64Of, listsOf, type Table, wordsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { glmGolden, goldenEvents, goldenRun } from '../../glm-golden.ts'

function run(options: object, events = goldenEvents()) {
  const given = betas.options.parse({ highPassHz: 0.02, ...options })
  return betas.run(goldenRun(), given, { tables: { events }, seed: 0 }) as Table<'features'>
}

describe('betas', () => {
  test.each(glmGolden.betas.map((each) => [`${each.method} ${each.noise}`, each] as const))(
    'agrees with nilearn: %s',
    (_, { method, noise, effect, z }) => {
      const found = (map: string) => listsOf(run({ method, noise, map }), 'features').values
      const close = { relative: 2e-6, why: 'stored as f32' }
      expectClose(found('effect'), effect, close)
      expectClose(found('z'), z, close)
    },
  )

  test('a row an event, in the order of time, labelled and with its span', () => {
    const out = run({})
    expect(wordsOf(out, 'event')).toEqual(glmGolden.events.map(([label]) => label))
    expect(f64Of(out, 'startS')[1]).toBe(17.3)
    expect(f64Of(out, 'endS')[2]).toBe(37)
  })

  test('leaves out events beyond the run, with a note; none left is an error', () => {
    const out = run({}, goldenEvents([['face', 1000, 2]]))
    expect(out.rows).toBe(glmGolden.events.length)
    expect(notesOf(out)[0]).toMatchObject({ stage: 'betas', events: 1 })
    expect(() => run({ events: ['dog'] })).toThrow(/events-missing/)
  })
})
