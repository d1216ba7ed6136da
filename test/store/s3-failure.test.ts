import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isAbsent, s3Failure } from '../../src/store/s3-failure.ts'

const store = 's3://tables/x'
const ofService = (name: string, httpStatusCode: number, message = '') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } })
const ofSystem = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

describe('s3Failure', () => {
  test.each([
    [ofSystem('ECONNREFUSED'), 'store-unreachable', true],
    [ofSystem('ECONNRESET'), 'store-unreachable', true],
    [ofSystem('ENOTFOUND'), 'store-unreachable', true],
    [Object.assign(new Error('slow'), { name: 'TimeoutError' }), 'store-unreachable', true],
    [ofService('SlowDown', 503), 'store-unreachable', true],
    [ofService('InternalError', 500), 'store-unreachable', true],
    [ofService('TooManyRequests', 429), 'store-unreachable', true],
    [ofService('RequestTimeTooSkewed', 403), 'store-unreachable', true],
    [ofService('AccessDenied', 403), 'store-denied', false],
    [ofService('SignatureDoesNotMatch', 403), 'store-denied', false],
    [ofService('Unknown', 403), 'store-denied', false],
    [Object.assign(new Error('none'), { name: 'CredentialsProviderError' }), 'store-denied', false],
    [ofService('NoSuchBucket', 404), 'store-missing', false],
    [ofService('XMinioStorageFull', 507), 'store-full', true],
    [ofService('QuotaExceeded', 403), 'store-full', true],
    [ofService('InvalidRequest', 400), 'store-failed', false],
    [ofService('PermanentRedirect', 301), 'store-failed', false],
    [ofSystem('DEPTH_ZERO_SELF_SIGNED_CERT'), 'store-failed', false],
    [ofSystem('ERR_INVALID_URL'), 'store-failed', false],
    [new Error('Region is missing'), 'store-failed', false],
  ] as const)('%s is %s', (thrown, code, transient) => {
    expect(s3Failure(thrown, { store })).toMatchObject({ code, facts: { store, transient } })
  })

  test('a region that is missing is asked for', () => {
    const { facts } = s3Failure(new Error('Region is missing'), { store })
    expect(facts.remedy).toBe('set AWS_REGION')
  })

  test('a key that is not there is an answer, a bucket is not', () => {
    expect(isAbsent(ofService('NoSuchKey', 404))).toBe(true)
    expect(isAbsent(ofService('NotFound', 404))).toBe(true)
    expect(isAbsent(ofService('NoSuchBucket', 404))).toBe(false)
  })

  describe('with credentials', () => {
    const before = { ...process.env }
    beforeEach(() => {
      Object.assign(process.env, {
        AWS_SECRET_ACCESS_KEY: 'planted',
        AWS_ACCESS_KEY_ID: 'AKIDOFMINE',
      })
    })
    afterEach(() => {
      process.env = { ...before }
    })

    test('none of them is among the facts, nor is the request', () => {
      const thrown = ofService('AccessDenied', 403, 'AKIDOFMINE may not, planted')
      const endpoint = 'http://someone:planted@host:9000'
      const failure = s3Failure(thrown, { store, endpoint })
      expect(JSON.stringify([failure, failure.message])).not.toMatch(/planted|AKIDOFMINE/)
      expect(failure.facts.endpoint).toBe('http://host:9000')
      expect(failure.cause).toBeUndefined()
    })
  })
})
