import { existsSync, mkdirSync } from 'node:fs'
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseCard } from '../document.ts'
import { download, type FetchLike } from '../download.ts'
import { asFailure, fail } from '../errors.ts'
import { modelRoots } from './card.ts'
import { cardSchema } from './card-schema.ts'
import { type DraftFacts, draftCard } from './draft-card.ts'
import { onnxFacts } from './onnx-facts.ts'
import { secureFetch } from './secure-fetch.ts'
import { sha256 } from './sha256.ts'

/** How a model is added. */
export interface AddOptions {
  readonly name?: string
  /** Folder that holds models by name; the first of NEURARROW_MODELS, else `models`, by default. */
  readonly to?: string
  readonly signal?: AbortSignal
  readonly fetch?: FetchLike
}

/** What was written, and what its reader has to add. */
export interface Added {
  /** Path of the card. */
  readonly file: string
  /** Issues of the draft, `place: what is needed`. */
  readonly missing: readonly string[]
}

/**
 * Copies or downloads an ONNX file into a folder of its own and writes the draft of a card beside
 * it. What the file does not say is left out, so the card is refused until it is filled in.
 *
 * @throws {NeurarrowError} `arguments-invalid` for a name that cannot be one or is taken,
 *   `file-missing`, `file-corrupt` when it is no ONNX file, `download-failed`, `interrupted`
 */
export async function addModel(source: string, options: AddOptions = {}): Promise<Added> {
  const address = /^https?:/.test(source) ? source : undefined
  const name = options.name ?? nameFrom(address ? new URL(address).pathname : source)
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) {
    const expected = 'small letters, digits, dots and hyphens'
    return fail('arguments-invalid', { option: '--name', value: name, expected })
  }
  const folder = join(options.to ?? modelRoots()[0], name)
  const file = join(folder, 'model.yaml')
  if (existsSync(file)) {
    return fail('arguments-invalid', { option: '--name', value: name, found: file })
  }
  mkdirSync(folder, { recursive: true })
  const part = join(folder, 'model.onnx.part')
  if (address) await download(address, part, { fetch: secureFetch, ...options })
  else await copyFile(source, part).catch((cause) => fail('file-missing', { file: source }, cause))
  const text = await draftOf(part, { name, source, address }).catch(async (thrown) => {
    await rm(part, { force: true })
    throw thrown
  })
  await rename(part, join(folder, 'model.onnx'))
  await writeFile(file, text, { flag: 'wx' })
  return { file, missing: issuesOf(text, file) }
}

async function draftOf(part: string, named: Pick<DraftFacts, 'name' | 'source' | 'address'>) {
  const bytes = await readFile(part)
  const facts = onnxFacts(bytes, named.source)
  return draftCard({ ...named, sha256: sha256(bytes), facts })
}

/** What a file never says, and the schema asks for once the rest is there. */
const neverThere = ['rateHz or trS', 'window', 'scale', 'golden'].map((key) => `${key}: missing`)

function nameFrom(path: string): string {
  const stem = basename(path).replace(/\.onnx$/i, '')
  return stem
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
}

function issuesOf(text: string, file: string): string[] {
  try {
    parseCard(text, cardSchema, file, 'model-invalid')
    return []
  } catch (thrown) {
    const issues = asFailure(thrown).facts.issues as { path: string; message: string }[]
    return [...issues.map(({ path, message }) => `${path}: ${message}`), ...neverThere]
  }
}
