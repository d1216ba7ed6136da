import { expect, test } from 'vitest'
import { diskFailure } from '../../src/store/disk-failure.ts'

test.each([
  ['ENOSPC', 'store-full', true],
  ['EDQUOT', 'store-full', true],
  ['EACCES', 'store-denied', false],
  ['EROFS', 'store-denied', false],
  ['ESTALE', 'store-unreachable', true],
  ['EMFILE', 'store-unreachable', true],
  ['EISDIR', 'store-failed', false],
] as const)('%s is %s', (code, expected, transient) => {
  const failure = diskFailure(Object.assign(new Error(code), { code }), 'a.arrow')
  expect(failure).toMatchObject({ code: expected, facts: { file: 'a.arrow', transient } })
})
