import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One text file of the repository. */
export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
}

/** The root of the checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

const unowned = new Set(['node_modules', 'dist', '.git', 'data', 'runs', '.neurarrow', 'coverage'])

/** The text files below a folder of the repository, with one of the endings, in path order. */
export function filesBelow(folder: string, endings: readonly string[]): SourceFile[] {
  return walk(join(root, folder))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8')
      return { path: relative(root, path).split(sep).join('/'), text, lines: text.split('\n') }
    })
}

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.flatMap((entry) => {
    if (unowned.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : []
  })
}

/** The modules that a TypeScript file names: statically, for their types, or when it runs. */
export function importsOf(file: SourceFile): string[] {
  const statements = /^(?:import|export)\s(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
  const calls = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g
  return [statements, calls].flatMap((pattern) =>
    Array.from(file.text.matchAll(pattern), (match) => match[1]),
  )
}

/** The name that the main export of a file has: `volume-labels.ts` gives `volumeLabels`. */
export function exportName(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, '')
  return base.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** Where the test of a source file lies: `src/io/edf.ts` has `test/io/edf.test.ts`. */
export function testPath(path: string): string {
  return path.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts')
}
