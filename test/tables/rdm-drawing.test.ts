import { describe, expect, test } from 'vitest'
import { withFeatures } from '../../src/tables/features.ts'
import { withNote } from '../../src/tables/note.ts'
import { markRdms, rdmDrawing, rdmDrawings, short } from '../../src/tables/rdm-drawing.ts'
import { withMeta } from '../../src/tables/table.ts'
import { makeRows } from '../evaluation/make-rows.ts'

const rows = makeRows([{ subject: 'a' }], 1)
const values = Float32Array.from({ length: 3 * rows.rows }, (_, i) => i % 3)
const named = (names: string) => withMeta(withFeatures(rows, values), { names })
const rdms = markRdms(named('["face~house","face~shoe","house~shoe"]'), 'euclidean')

describe('rdmDrawing', () => {
  test('the mean RDM with its conditions in the order of the pairs', () => {
    const drawing = rdmDrawing(rdms)
    expect(drawing).toMatchObject({ subject: 'a', distance: 'euclidean', mean: [0, 1, 2] })
    expect(drawing?.conditions).toEqual(['face', 'house', 'shoe'])
  })

  test('features that no stage marked, and pairs that are not all, are no RDM', () => {
    expect(rdmDrawing(named('["face~house","face~shoe","house~shoe"]'))).toBeUndefined()
    const meta = { rdm: 'correlation', names: '["a~b","a~c","d~e"]' }
    expect(rdmDrawing(withMeta(rdms, meta))).toBeUndefined()
  })

  test('more than 60 conditions are none', () => {
    const conditions = Array.from({ length: 61 }, (_, k) => `c${k}`)
    const names = conditions.flatMap((a, i) => conditions.slice(i + 1).map((b) => `${a}~${b}`))
    const wide = withFeatures(rows, new Float32Array(rows.rows * names.length))
    expect(rdmDrawing(withMeta(wide, { rdm: 'x', names: JSON.stringify(names) }))).toBeUndefined()
  })
})

test('what a stage compared comes before what the table is', () => {
  const draws = JSON.stringify({ subject: 'a', conditions: ['x', 'y'] })
  const noted = withNote(rdms, { stage: 'compareRdms', says: 'x', draws })
  expect(rdmDrawings(noted)).toEqual([{ subject: 'a', conditions: ['x', 'y'] }])
  expect(rdmDrawings(rdms)).toHaveLength(1)
  expect(rdmDrawings(rows)).toEqual([])
})

test('numbers keep six digits', () => {
  expect([short(1 / 3), short(0), short(-123456.789)]).toEqual([0.333333, 0, -123457])
})
