import { setTimeout as pause } from 'node:timers/promises'
import { fail, NeurarrowError } from '../errors.ts'

const firstPauseMs = 100
const longestPauseMs = 5000

/**
 * Asks again, after pauses that double from 0.1 s to 5 s, as long as the failure may pass: its fact
 * `transient` is true. Pauses vary by half, so that many who wait do not come back at one moment.
 *
 * @param waitS seconds from the first failure after which no more is asked, 0 for one attempt
 * @throws {NeurarrowError} the last failure, with the seconds waited and the number of attempts
 *   among its facts; `interrupted` when the signal is given
 */
export async function patiently<T>(
  ask: () => Promise<T>,
  { waitS, signal }: { waitS: number; signal?: AbortSignal },
): Promise<T> {
  let failedAt: number | undefined
  for (let attempts = 1; ; attempts++) {
    try {
      return await ask()
    } catch (thrown) {
      if (!(thrown instanceof NeurarrowError) || thrown.facts.transient !== true) throw thrown
      failedAt ??= performance.now()
      const waitedS = (performance.now() - failedAt) / 1000
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1))
      if (waitedS + pauseMs / 1000 > waitS)
        fail(thrown.code, { ...thrown.facts, waitedS: Math.round(waitedS), attempts })
      await rest(pauseMs * (0.75 + Math.random() / 2), signal)
    }
  }
}

async function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(ms, undefined, { signal })
  } catch (cause) {
    fail('interrupted', {}, cause)
  }
}
