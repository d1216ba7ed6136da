import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileSha256 } from '../file-sha256.ts'
import { fileOf, isRecipe, type ModelCard, modelRoots } from './card.ts'
import type { GraphFacts } from './card-schema.ts'
import { requirePullable } from './licence.ts'
import { missingModel } from './missing-model.ts'
import { type Arriving, pullFile } from './pull-file.ts'

/** How a model is pulled. */
export interface PullOptions extends Arriving {
  /** Folder that holds models by name; the first of NEURARROW_MODELS, else `models`, by default. */
  readonly to?: string
}

/** What a pull did. */
export interface Pulled {
  readonly folder: string
  /** Files that came now, and those that were there with the right hash. */
  readonly pulled: readonly string[]
  readonly kept: readonly string[]
}

/**
 * Brings the graphs of a model from where its card says they are.
 *
 * An archive arrives whole and is compared with its SHA-256 before it is opened; each graph is
 * compared with its own before it gets its name. What arrived of an interrupted download is kept
 * and the next pull goes on there.
 *
 * @throws {NeurarrowError} `model-licence` when the licence forbids it, `model-missing` for a card
 *   without weights or without a source, `checksum-mismatch` (the file is removed),
 *   `download-failed`, `interrupted`, and the codes of `extractEntry`
 */
export async function pullModel(card: ModelCard, options: PullOptions = {}): Promise<Pulled> {
  requirePullable(card, options.env)
  if (isRecipe(card)) return missingModel(card)
  const folder = join(options.to ?? modelRoots(options.env)[0], card.name)
  const archives = new Map<string, string>()
  const [pulled, kept]: [string[], string[]] = [[], []]
  try {
    for (const graph of card.graphs) {
      if (await isThere(card, graph)) kept.push(graph.file)
      else {
        const { file, sha256, from } = graph
        if (from === undefined) return missingModel(card, fileOf(card, file))
        await pullFile({ file, sha256, from }, { folder, archives, options })
        pulled.push(graph.file)
      }
    }
  } finally {
    for (const archive of archives.values()) await rm(archive, { force: true })
  }
  return { folder, pulled, kept }
}

async function isThere(card: ModelCard, { file, sha256 }: GraphFacts): Promise<boolean> {
  const path = fileOf(card, file)
  return existsSync(path) && (await fileSha256(path)) === sha256
}
