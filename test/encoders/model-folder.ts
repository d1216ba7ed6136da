import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The models that come with neurarrow, and those made for tests. */
export const shipped = fileURLToPath(new URL('../../models/', import.meta.url))
export const fixtures = fileURLToPath(new URL('../fixtures/models/', import.meta.url))

/** A copy of a model that lasts as long as the test, for the test to damage. */
export function copyModel(name: string, from = shipped) {
  const root = mkdtempSync(join(tmpdir(), 'neurarrow-models-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const folder = join(root, name)
  cpSync(join(from, name), folder, { recursive: true })
  return {
    roots: [root],
    editCard(edit: (text: string) => string) {
      const path = join(folder, 'model.yaml')
      writeFileSync(path, edit(readFileSync(path, 'utf8')))
    },
    /** Bytes are changed in place, or replaced by those that `edit` gives back. */
    editBytes(file: string, edit: (bytes: Buffer) => Uint8Array | undefined) {
      const bytes = readFileSync(join(folder, file))
      writeFileSync(join(folder, file), edit(bytes) ?? bytes)
    },
    remove(file: string) {
      rmSync(join(folder, file))
    },
  }
}
