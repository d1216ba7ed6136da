import { type Code, NeurarrowError } from '../errors.ts'

const codes: Readonly<Record<string, readonly [Code, boolean]>> = {
  ENOSPC: ['store-full', true],
  EDQUOT: ['store-full', true],
  EACCES: ['store-denied', false],
  EPERM: ['store-denied', false],
  EROFS: ['store-denied', false],
  // Folders of other machines.
  ESTALE: ['store-unreachable', true],
  EHOSTDOWN: ['store-unreachable', true],
  ENOTCONN: ['store-unreachable', true],
  ETIMEDOUT: ['store-unreachable', true],
  // Short of descriptors or memory: others give theirs back.
  EMFILE: ['store-unreachable', true],
  ENFILE: ['store-unreachable', true],
  ENOMEM: ['store-unreachable', true],
}

/**
 * What the file system threw as a failure of the catalogue: `store-full`, `store-denied`,
 * `store-unreachable` or `store-failed`.
 *
 * The fact `transient` says whether the same may succeed later without anything being mended; a
 * full disk counts, as others use it too.
 */
export function diskFailure(thrown: unknown, file: string): NeurarrowError {
  const { code = '' } = thrown as NodeJS.ErrnoException
  const [failure, transient] = codes[code] ?? (['store-failed', false] as const)
  return new NeurarrowError(
    failure,
    { file, transient, message: String(thrown) },
    { cause: thrown },
  )
}
