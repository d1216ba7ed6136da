import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseCard } from '../document.ts'
import { fail } from '../errors.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import { namesOf, type SampleRole, sampleInputs } from './card-rules.ts'
import { type CardFacts, cardSchema, type GraphFacts } from './card-schema.ts'
import { sha256 } from './sha256.ts'

/** A model card that has been read and checked, and where its files lie. */
export interface ModelCard extends CardFacts {
  /** Folder of the card and its golden table. */
  readonly folder: string
  /** Folders in which its graphs may lie: its own, then those into which models are pulled. */
  readonly places: readonly string[]
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
  const facts = factsOf(file, text)
  if (facts.name !== name) {
    fail('model-invalid', { file, expected: `the name of its folder, ${name}`, found: facts.name })
  }
  const places = [folder, ...roots.map((root) => join(root, name))]
  return { ...facts, folder, places: [...new Set(places)], cardSha256: sha256(text) }
}

const parsed = new Map<string, { text: string; facts: CardFacts }>()

/** What a card says: parsed once for the same text, since every node of a run asks for it. */
function factsOf(file: string, text: string): CardFacts {
  const before = parsed.get(file)
  if (before?.text === text) return before.facts
  const facts = parseCard(text, cardSchema, file, 'model-invalid')
  parsed.set(file, { text, facts })
  return facts
}

/** Path of a file of a card: where it is, or where it would lie with the card. */
export function fileOf(card: ModelCard, file: string): string {
  const paths = card.places.map((place) => join(place, file))
  return paths.find(existsSync) ?? join(card.folder, file)
}

/** Whether a card only says how its graphs are made: it is listed and shown, never run. */
export function isRecipe(card: CardFacts): boolean {
  return card.graphs.some((graph) => graph.sha256 === undefined)
}

/**
 * The graph of a card that makes embeddings.
 *
 * @throws {NeurarrowError} `model-input` when the model is no encoder
 */
export function encoderGraph(card: CardFacts): GraphFacts {
  const roles = card.graphs.map(({ role }) => role)
  return (
    card.graphs.find(({ role }) => role === 'encoder') ??
    fail('model-input', {
      model: card.name,
      contract: 'kind',
      expected: 'an encoder',
      found: roles,
    })
  )
}

/** The graphs that are run: tokenizers and the encoder, or all of a model that is no encoder. */
export function runGraphsOf({ graphs }: CardFacts): GraphFacts[] {
  const embeds = graphs.filter(({ role }) => role === 'encoder' || role === 'tokenizer')
  return embeds.some(({ role }) => role === 'encoder') ? embeds : [...graphs]
}

/** The input that takes the samples, of the encoder or a tokenizer before it, and their form. */
export function samplesInput(card: CardFacts): { name: string; is: SampleRole } {
  const run = card.graphs.filter(({ role }) => role === 'encoder' || role === 'tokenizer')
  return sampleInputs(run)[0] ?? fail('internal', { model: card.name })
}

/**
 * Samples of a patch at a rate.
 *
 * @param rateHz rate of the samples; that of the card where it has one
 * @returns `undefined` when the model takes no patches
 */
export function patchSamples(card: CardFacts, rateHz = card.rateHz ?? 1): number | undefined {
  const { patch } = card
  return patch && (patch.samples ?? Math.round((patch.lengthS ?? 0) * rateHz))
}

/**
 * What of a model decides its embeddings, as one SHA-256: the bytes of its graphs and the contract
 * by which they are fed. It belongs into the content key of every `encode` node.
 *
 * @throws {NeurarrowError} as `loadModelCard`
 */
export function modelKey(name: string, roots: readonly string[] = modelRoots()): string {
  const card = loadModelCard(name, roots)
  const { graphs, rateHz, trS, unit, positions, patch } = card
  const fed = graphs.map(({ role, sha256: bytes, inputs, outputs }) => [
    role,
    bytes,
    inputs.map(({ name: input, is, dtype, shape, constant }) => [
      input,
      is,
      dtype,
      shape,
      ...(constant === undefined ? [] : [constant]),
    ]),
    outputs.map(({ name: output, shape }) => [output, shape]),
  ])
  const cut = [patch?.lengthS, patch?.samples, patch?.strideSamples]
  const more = [trS, positions, ...cut].filter((fact) => fact !== undefined)
  return sha256(JSON.stringify([fed, namesOf(card) ?? 'any', rateHz, unit, ...more]))
}

function folderOf(name: string, roots: readonly string[]): string | undefined {
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) return undefined
  return roots.map((root) => join(root, name)).find((folder) => existsSync(join(folder, cardFile)))
}
