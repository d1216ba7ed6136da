import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, type SourceFile } from './source-files.ts'

const sources = new Map(filesBelow('src', ['.ts']).map((file) => [file.path, file]))

/** Modules that load when the file loads: no types, nothing that is imported inside a function. */
function loadedBy(file: SourceFile): string[] {
  const statements = /^(?:import|export)\s(?!type\b)(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
  return Array.from(file.text.matchAll(statements), ([, name]) =>
    name.startsWith('.') ? posix.join(posix.dirname(file.path), name) : name,
  )
}

/** Every module that loading one loads, with the one that asked for it. */
function closure(entry: string): Map<string, string> {
  const seen = new Map([[entry, '']])
  for (const path of seen.keys()) {
    const file = sources.get(path)
    for (const name of file ? loadedBy(file) : []) if (!seen.has(name)) seen.set(name, path)
  }
  return seen
}

test('starting the command loads commander, the platform and the commands, nothing else', () => {
  const heavy = [...closure('src/cli/neurarrow.ts')].filter(([name]) => {
    const isLight = /^(src\/cli\/|src\/errors\.ts$|node:)/.test(name)
    return !isLight && name !== 'commander'
  })
  expect(heavy.map(([name, by]) => `${by} loads ${name}`)).toEqual([])
})
