import { existsSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { dataRoots } from '../datasets/folder.ts'
import { fail } from '../errors.ts'

/** A folder of this machine under a name that all machines know. */
export interface Root {
  readonly name: string
  readonly folder: string
}

/**
 * The folders that jobs may read: those of data sets (`NEURARROW_DATA`, `./data`), all called
 * `data`, and what `--root NAME=FOLDER` adds.
 *
 * @throws {NeurarrowError} `arguments-invalid` for anything but `NAME=FOLDER`
 */
export function declaredRoots(asked: readonly string[] = []): Root[] {
  const own = dataRoots().map((folder) => ({ name: 'data', folder: resolve(folder) }))
  const added = asked.map((text) => {
    const [, name, folder] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(text) ?? []
    if (name === undefined || folder === undefined)
      return fail('arguments-invalid', { option: '--root', value: text, expected: 'NAME=FOLDER' })
    return { name, folder: resolve(folder) }
  })
  return [...own, ...added]
}

/**
 * A path of this machine as all machines can read it: `data:eegmat/Subject00_1.edf`.
 *
 * @throws {NeurarrowError} `path-refused` when it lies below none of the roots
 */
export function portablePath(path: string, roots: readonly Root[]): string {
  for (const { name, folder } of roots) {
    const inside = relative(folder, path)
    if (inside !== '' && !leaves(inside)) return `${name}:${inside.split(sep).join('/')}`
  }
  const remedy = 'declare its folder with --root NAME=FOLDER, here and where workers start'
  return fail('path-refused', { file: path, roots: roots.map(({ folder }) => folder), remedy })
}

/**
 * The file of this machine that a portable path means: in the first of the roots of its name that
 * has it.
 *
 * @throws {NeurarrowError} `path-refused` when the name is not declared here, or the path is
 *   absolute or leaves its root; `file-missing`
 */
export function localPath(text: string, roots: readonly Root[]): string {
  const [, name, inside] = /^([a-z][a-z0-9-]*):(.+)$/s.exec(text) ?? []
  const named = roots.filter((root) => root.name === name)
  const parts = inside?.split('/') ?? []
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..')
  const known = [...new Set(roots.map((root) => root.name))]
  if (named.length === 0 || !isPlain || inside.includes('\\') || inside.includes('\0'))
    fail('path-refused', { file: text, roots: known })
  const paths = named.map(({ folder }) => join(folder, inside))
  return (
    paths.find((path) => existsSync(path)) ?? fail('file-missing', { file: text, roots: known })
  )
}

function leaves(inside: string): boolean {
  return isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)
}
