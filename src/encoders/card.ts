import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseCard } from '../document.ts'
import { fail } from '../errors.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import { type CardFacts, cardSchema, type GraphFacts } from './card-schema.ts'
import { sha256 } from './sha256.ts'

/** A model card that has been read and checked, and where its files lie. */
export interface ModelCard extends CardFacts {
  /** Folder of the card, its graphs and its golden table. */
  readonly folder: string
  /** SHA-256 of the text of the card. */
  readonly cardSha256: string
}

const cardFile = 'model.yaml'

/**
 * Folders in which models are looked for, first to last: those of `NEURARROW_MODELS` (several are
 * separated as in PATH), `models` of the working folder, and the models that come with neurarrow.
 */
export function modelRoots(env: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): string[] {
  const asked = (env.NEURARROW_MODELS ?? '').split(delimiter).filter((folder) => folder !== '')
  const own = fileURLToPath(new URL('../../models', import.meta.url))
  const all = [...asked.map((folder) => resolve(cwd, folder)), join(cwd, 'models'), own]
  return [...new Set(all)]
}

/** Names of all models that have a card, sorted. */
export function listModels(roots: readonly string[] = modelRoots()): string[] {
  const names = roots.filter(existsSync).flatMap((root) => readdirSync(root))
  return [...new Set(names)].filter((name) => folderOf(name, roots) !== undefined).sort()
}

/**
 * Reads and checks the card of a model; the graph is not opened.
 *
 * @throws {NeurarrowError} `model-unknown` with the names that exist; `model-invalid` with all
 *   issues, each with line and column
 */
export function loadModelCard(name: string, roots: readonly string[] = modelRoots()): ModelCard {
  const folder = folderOf(name, roots)
  if (folder === undefined) {
    const known = listModels(roots)
    const remedy = didYouMean(name, known).slice(2) || undefined
    return fail('model-unknown', { model: name, known, remedy })
  }
  const file = join(folder, cardFile)
  const text = readFileSync(file, 'utf8')
  const facts = parseCard(text, cardSchema, file, 'model-invalid')
  if (facts.name !== name) {
    fail('model-invalid', { file, expected: `the name of its folder, ${name}`, found: facts.name })
  }
  return { ...facts, folder, cardSha256: sha256(text) }
}

/** The graph of a card that makes embeddings. */
export function encoderGraph(card: CardFacts): GraphFacts {
  return (
    card.graphs.find(({ role }) => role === 'encoder') ?? fail('internal', { model: card.name })
  )
}

/** The input of the encoder that takes the samples, and whether as tokens or as a signal. */
export function samplesInput(card: CardFacts): { name: string; is: 'tokens' | 'signal' } {
  for (const { name, is } of encoderGraph(card).inputs) {
    if (is !== 'channelIds') return { name, is }
  }
  return fail('internal', { model: card.name })
}

/**
 * What of a model decides its embeddings, as one SHA-256: the bytes of its graphs and the contract
 * by which they are fed. It belongs into the content key of every `encode` node.
 *
 * @throws {NeurarrowError} as `loadModelCard`
 */
export function modelKey(name: string, roots: readonly string[] = modelRoots()): string {
  const { graphs, channels, rateHz, unit } = loadModelCard(name, roots)
  const fed = graphs.map(({ role, sha256: bytes, inputs, outputs }) => [
    role,
    bytes,
    inputs.map(({ name: input, is }) => [input, is]),
    outputs.map(({ name: output }) => output),
  ])
  return sha256(JSON.stringify([fed, 'order' in channels ? channels.order : 'any', rateHz, unit]))
}

function folderOf(name: string, roots: readonly string[]): string | undefined {
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) return undefined
  return roots.map((root) => join(root, name)).find((folder) => existsSync(join(folder, cardFile)))
}
