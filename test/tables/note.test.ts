import { expect, test } from 'vitest'
import { componentDrawings } from '../../src/tables/component-drawing.ts'
import { joinedNotes, notesOf, toldNotes, withNote } from '../../src/tables/note.ts'
import { f64, makeTable } from '../../src/tables/table.ts'

const table = makeTable('features', { startS: f64(Float64Array.of(0)) }, {})
const removed = (count: number, recording?: string) =>
  withNote(table, {
    ...{ stage: 'ica', says: 'components were removed', removed: count },
    ...(recording ? { draws: JSON.stringify({ recording }) } : {}),
  })

test('notes that say the same become one whose numbers are added up', () => {
  const [one] = joinedNotes([removed(1), removed(2)])
  expect(one).toEqual({ stage: 'ica', says: 'components were removed', removed: 3 })
})

test('notes with pictures stay apart where the pictures differ', () => {
  const joined = joinedNotes([removed(1, 'a'), removed(2, 'b'), removed(2, 'b')])
  expect(joined.map((note) => note.removed)).toEqual([1, 4])
})

test('pictures are kept with the table and told to no one', () => {
  const noted = removed(1, 'a')
  expect(toldNotes(noted)).toEqual([{ stage: 'ica', says: 'components were removed', removed: 1 }])
  expect(notesOf(noted)[0].draws).toBe('{"recording":"a"}')
  expect(componentDrawings(noted)).toEqual([{ recording: 'a' }])
  expect(componentDrawings(removed(1))).toEqual([])
})
