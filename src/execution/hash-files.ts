import type { HashMemory } from '../store/hashes.ts'
import type { Pool } from './pool.ts'
import { bytesOfFiles, filesBeside, holdsSamples, joinedHash } from './recording-files.ts'

/** What is known of a file, and of those that belong to it. */
export interface HashedFile {
  /** Of the file, or of it and those that belong to it together. */
  readonly sha256: string
  /** Of the file with the samples, where it is another. */
  readonly dataSha256?: string
  /** Of the file alone. */
  readonly ownSha256: string
  /** Bytes of the files that belong to it. */
  readonly besideBytes: number
}

/**
 * SHA-256 of files by path, on the pool's threads; those that have not changed are remembered. A
 * recording of several files has the hash of all of them.
 *
 * @throws {NeurarrowError} `file-missing`, `file-unreadable`
 */
export async function hashFiles(
  paths: readonly string[],
  memory: HashMemory,
  pool: Pool,
): Promise<Map<string, HashedFile>> {
  const unique = [...new Set(paths)]
  const beside = await Promise.all(unique.map(filesBeside))
  const hashes = await hashEach([...unique, ...beside.flat()], memory, pool)
  memory.save()
  const hashOf = (path: string) => hashes.get(path) ?? ''
  return new Map(
    unique.map((path, i) => {
      const ownSha256 = hashOf(path)
      const others = beside[i].map(hashOf)
      const sha256 = joinedHash([ownSha256, ...others])
      const besideBytes = bytesOfFiles(beside[i])
      const dataSha256 = others.length > 0 && holdsSamples(path) ? ownSha256 : others[0]
      return [path, { sha256, dataSha256, ownSha256, besideBytes }]
    }),
  )
}

async function hashEach(
  paths: readonly string[],
  memory: HashMemory,
  pool: Pool,
): Promise<Map<string, string>> {
  const unique = [...new Set(paths)]
  const hashes = await Promise.all(
    unique.map(async (path) => {
      const known = memory.recall(path)
      if (known !== undefined) return known
      const sha256 = await pool.hash(path)
      memory.remember(path, sha256)
      return sha256
    }),
  )
  return new Map(unique.map((path, i) => [path, hashes[i]]))
}
