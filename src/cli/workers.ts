import { availableParallelism } from 'node:os'
import { fail } from '../errors.ts'

/**
 * The number of threads that `--workers` asks for; one for each core without it.
 *
 * @throws {NeurarrowError} `arguments-invalid` for anything but a whole number from 1 to 256
 */
export function workersFrom(flag: string | undefined, option = '--workers'): number {
  if (flag === undefined) return availableParallelism()
  const workers = Number(flag)
  if (Number.isInteger(workers) && workers >= 1 && workers <= 256) return workers
  return fail('arguments-invalid', {
    option,
    value: flag,
    expected: 'a whole number from 1 to 256',
  })
}
