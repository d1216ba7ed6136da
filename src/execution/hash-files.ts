import type { HashMemory } from '../store/hashes.ts'
import type { Pool } from './pool.ts'

/**
 * SHA-256 of files by path, on the pool's threads; those that have not changed are remembered.
 *
 * @throws {NeurarrowError} `file-missing`, `file-unreadable`
 */
export async function hashFiles(
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
  memory.save()
  return new Map(unique.map((path, i) => [path, hashes[i]]))
}
