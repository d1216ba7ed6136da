import { expect, test } from 'vitest'
import { fittedHead, presentClasses, requireFinite } from '../src/head.ts'
import { matrix } from './heads-golden.ts'

test('classes without rows are left out', () => {
  const labels = { y: Float64Array.of(3, 1, 3), classes: 5 }
  const found = presentClasses(matrix([1, 2, 3], 1), labels)
  expect(found.present).toEqual([1, 3])
  expect(Array.from(found.y)).toEqual([1, 0, 1])
  expect(Array.from(found.counts)).toEqual([1, 2])
})

test('one class, NaN and another width are catalogue failures', () => {
  const one = { y: new Float64Array(2), classes: 2 }
  expect(() => presentClasses(matrix([1, 2], 1), one)).toThrow(/one-class/)
  expect(() => requireFinite(matrix([1, 2, 3, NaN], 2))).toThrow(/row 1, feature 1/)
  const head = fittedHead(1, ({ values }) => values)
  expect(Array.from(head.predict(matrix([4], 1)))).toEqual([4])
  expect(() => head.predict(matrix([1, 2], 2))).toThrow(/length-mismatch/)
  expect(() => head.predict(matrix([Infinity], 1))).toThrow(/non-finite/)
})
