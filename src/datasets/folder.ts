import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fail } from '../errors.ts'

/** More files than this are not a data set but a disk. */
const mostFiles = 200_000

/**
 * Folders in which data sets are looked for, first to last: that of `NEURARROW_DATA`, then `data`
 * of the working folder.
 */
export function dataRoots(env: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): string[] {
  const asked = env.NEURARROW_DATA
  return [...(asked ? [resolve(cwd, asked)] : []), join(cwd, 'data')]
}

/** The folder of a data set below the first root that has it, or `undefined`. */
export function findFolder(name: string, roots: readonly string[]): string | undefined {
  const folders = roots.map((root) => join(root, name))
  return folders.find((folder) => existsSync(folder) && statSync(folder).isDirectory())
}

/**
 * Paths of all files below a folder, relative, with `/`, sorted by code unit. Names that begin with
 * a dot or end in `.part` are left out; links to files count as files, links to folders are not
 * followed.
 *
 * @throws {NeurarrowError} `file-unreadable`, or `file-too-large` for more than 200 000 files
 */
export function filesBelow(folder: string): string[] {
  const out: string[] = []
  const visit = (inside: string) => {
    for (const entry of entriesOf(join(folder, inside))) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`
      if (entry.name.startsWith('.') || entry.name.endsWith('.part')) continue
      if (entry.isDirectory()) visit(path)
      else if (isFile(entry, join(folder, path))) out.push(path)
      if (out.length > mostFiles) fail('file-too-large', { folder, files: out.length })
    }
  }
  visit('')
  return out.sort()
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    return fail('file-unreadable', { file: folder }, cause)
  }
}

function isFile(entry: Dirent, path: string): boolean {
  if (entry.isFile()) return true
  return entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
