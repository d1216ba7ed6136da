import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bidsIgnore } from './bids-ignore.ts'
import { filesBelow } from './folder.ts'

/**
 * Paths of the files of a BIDS folder, relative, with `/`, without those that its `.bidsignore`
 * leaves out.
 *
 * @throws {NeurarrowError} as `filesBelow`
 */
export function bidsPaths(root: string): string[] {
  const file = join(root, '.bidsignore')
  const paths = filesBelow(root)
  if (!existsSync(file)) return paths
  const isIgnored = bidsIgnore(readFileSync(file, 'utf8'))
  return paths.filter((path) => !isIgnored(path))
}
