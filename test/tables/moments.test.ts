import { expect, test } from 'vitest'
import { momentsEntry } from '../../src/tables/moments.ts'

test('each label has an entry of its own', () => {
  expect(momentsEntry('response')).toBe('moments of response')
})
