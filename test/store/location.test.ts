import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { locationText, memoryFolder, parseLocation } from '../../src/store/location.ts'

describe('parseLocation', () => {
  test('a path is a folder, made absolute', () => {
    expect(parseLocation('kept/tables')).toEqual({ at: 'folder', folder: resolve('kept/tables') })
    expect(parseLocation('C:tables').at).toBe('folder')
  })

  test.each([
    ['s3://tables', 'tables', ''],
    ['s3://tables/', 'tables', ''],
    ['s3://my.tables-1/group//eeg/', 'my.tables-1', 'group/eeg'],
  ])('%s is a bucket and a prefix', (text, bucket, prefix) => {
    expect(parseLocation(text)).toEqual({ at: 's3', bucket, prefix })
  })

  test.each([
    's3://',
    's3://No_Bucket/x',
    's3://tables/x?y',
    'http://host/bucket',
    'S3://tables',
    '',
  ])('"%s" is refused', (text) => {
    expect(() => parseLocation(text)).toThrow(/arguments-invalid/)
  })

  test('a password in the place of a user is not repeated', () => {
    expect(() => parseLocation('s3://key:planted@tables/x')).toThrow(
      /^(?!.*planted).*s3:\/\/\.\.\./,
    )
  })

  describe('properties', () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,20}[a-z0-9]$/)
    test('what is written is read as the same place', () => {
      fc.assert(
        fc.property(word, fc.array(word, { maxLength: 3 }), (bucket, parts) => {
          const location = { at: 's3', bucket, prefix: parts.join('/') } as const
          expect(parseLocation(locationText(location))).toEqual(location)
        }),
        { seed: 1, numRuns: 50 },
      )
    })
  })
})

test('what concerns one machine is kept in the folder, or beside a bucket', () => {
  expect(memoryFolder(parseLocation('kept'))).toBe(resolve('kept'))
  expect(memoryFolder(parseLocation('s3://tables/x'))).toBe(join(process.cwd(), '.neurarrow'))
})
