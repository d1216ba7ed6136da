import { expect, test } from 'vitest'
import { latePackage } from '../../src/kernels/late-package.ts'

test('loads a package once, when it is called', () => {
  const path = latePackage<typeof import('node:path')>('node:path')
  expect(path().join('a', 'b')).toBe('a/b')
  expect(path()).toBe(path())
})

test('a package that is not there is missed when it is called, not before', () => {
  const missing = latePackage('no-such-package-of-neurarrow')
  expect(() => missing()).toThrow(/no-such-package-of-neurarrow/)
})
