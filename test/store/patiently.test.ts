import { describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import { patiently } from '../../src/store/patiently.ts'

const failure = (transient: boolean) => new NeurarrowError('store-unreachable', { transient })

/** Fails so many times, then gives how often it was asked. */
function failing(failures: number, thrown: Error) {
  let asked = 0
  return async () => {
    if (++asked <= failures) throw thrown
    return asked
  }
}

describe('patiently', () => {
  test('asks again while the failure may pass', async () => {
    expect(await patiently(failing(3, failure(true)), { waitS: 10 })).toBe(4)
  })

  test('asks once when it cannot pass, and when nothing is known of it', async () => {
    for (const thrown of [failure(false), new Error('other')]) {
      await expect(patiently(failing(1, thrown), { waitS: 10 })).rejects.toBe(thrown)
    }
  })

  test('asks once without patience', async () => {
    const facts = { transient: true, attempts: 1, waitedS: 0 }
    const ended = patiently(failing(1, failure(true)), { waitS: 0 })
    await expect(ended).rejects.toMatchObject({ code: 'store-unreachable', facts })
  })

  test('says how often it asked when the time is over', async () => {
    const ended = patiently(failing(99, failure(true)), { waitS: 1 })
    await expect(ended).rejects.toMatchObject({ facts: { transient: true, attempts: 4 } })
  })

  test('ends at the signal', async () => {
    const abort = new AbortController()
    const ended = patiently(failing(99, failure(true)), { waitS: 60, signal: abort.signal })
    setTimeout(() => abort.abort(), 20)
    await expect(ended).rejects.toMatchObject({ code: 'interrupted' })
  })
})
