import { type HashMemory, hashFileInTurns } from '../store/hashes.ts'
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

/** What files are hashed with. */
export interface Hashing {
  readonly memory: HashMemory
  readonly pool: Pool
  /**
   * Models that the pool's threads will run when a file has changed: they are made ready beside the
   * hashing, with the code of tasks. Without it threads hash and nothing more.
   */
  readonly models?: readonly string[]
}

/**
 * SHA-256 of files by path, in this thread and on the pool's; those that have not changed are
 * remembered. A recording of several files has the hash of all of them.
 *
 * @throws {NeurarrowError} `file-missing`, `file-unreadable`
 */
export async function hashFiles(
  paths: readonly string[],
  hashing: Hashing,
): Promise<Map<string, HashedFile>> {
  const unique = [...new Set(paths)]
  const beside = await Promise.all(unique.map(filesBeside))
  const hashes = await hashEach([...unique, ...beside.flat()], hashing)
  hashing.memory.save()
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
  { memory, pool, models }: Hashing,
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  const changed: string[] = []
  for (const path of new Set(paths)) {
    const known = memory.recall(path)
    if (known === undefined) changed.push(path)
    else hashes.set(path, known)
  }
  if (changed.length === 0) return hashes
  if (models) pool.prepare(models)
  const left = changed.values()
  const take = async (hash: (path: string) => Promise<string>) => {
    for (const path of left) {
      const sha256 = await hash(path)
      memory.remember(path, sha256)
      hashes.set(path, sha256)
    }
  }
  const threads = Math.min(pool.size, changed.length - 1)
  await Promise.all([
    take((path) => hashFileInTurns(path, pool.ended)),
    ...Array.from({ length: threads }, () => take((path) => pool.hash(path))),
  ])
  return hashes
}
