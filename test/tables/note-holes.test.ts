import { expect, test } from 'vitest'
import { notesOf } from '../../src/tables/note.ts'
import { noteHoles } from '../../src/tables/note-holes.ts'
import { makeSignals } from '../../src/tables/signals.ts'

const recording = { subject: 'A', session: '', run: '1', recording: 'A_1', labels: {} }

test('a note says how many samples are not finite; without any the table stays as it is', () => {
  const signals = (...list: number[]) => {
    const values = Float32Array.from(list)
    return makeSignals(
      recording,
      [{ channels: ['a'], startS: 0, rateHz: 1, values, index: 0 }],
      'uV',
    )
  }
  const found = notesOf(noteHoles(signals(1, Number.NaN, Number.POSITIVE_INFINITY), 'mask'))
  expect(found).toEqual([
    { stage: 'mask', says: 'samples that are not finite are kept', samples: 2 },
  ])
  const whole = signals(1, 2)
  expect(noteHoles(whole, 'mask')).toBe(whole)
})
