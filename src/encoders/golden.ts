import { readFile } from 'node:fs/promises'
import { fail } from '../errors.ts'
import { decodeTable } from '../tables/ipc.ts'
import { listsOf, type Table } from '../tables/table.ts'
import { fileOf, type ModelCard, runGraphsOf } from './card.ts'
import { embed } from './embed.ts'
import { goldenBlock } from './golden-block.ts'
import { checkGoldenContract } from './golden-contract.ts'
import { goldenRuns, holdsRuns } from './golden-runs.ts'
import { missingModel } from './missing-model.ts'
import type { ReadyModel } from './preflight.ts'

/** What a model makes of its golden windows, and what it must make of them. */
export interface Golden {
  /** Shape [R, ...]: the first output of the encoder, else of the last graph. */
  readonly found: Float32Array
  readonly expected: Float32Array
  readonly rows: number
}

/**
 * Runs the golden windows of a model.
 *
 * @param known its golden table, where it has been read
 * @throws {NeurarrowError} `model-missing`, `file-corrupt`, and the codes of `embed`
 */
export async function runGolden(
  model: Omit<ReadyModel, 'goldenApart'>,
  known?: Table,
): Promise<Golden> {
  const { card } = model
  const table = known ?? (await readGolden(card))
  const expected = listsOf(table, 'embedding').values
  if (holdsRuns(table)) {
    return { found: await goldenRuns(model.graphs[0], table), expected, rows: table.rows }
  }
  const [{ name: output }] = outputGraph(card).outputs
  const asked = { output }
  const { values } = await embed({ ...model, goldenApart: 0 }, goldenBlock(card, table), asked)
  return { found: values, expected, rows: table.rows }
}

/**
 * Compares what a model makes of its golden windows with what it must.
 *
 * @returns the largest difference as a share of the largest magnitude that is expected
 * @throws {NeurarrowError} `model-golden` beyond the tolerance of the card, `model-input` when the
 *   card contradicts its golden windows, and as `runGolden`
 */
export async function compareGolden(model: Omit<ReadyModel, 'goldenApart'>): Promise<number> {
  const { card, device } = model
  const table = await readGolden(card)
  checkGoldenContract(card, table)
  const { found, expected } = await runGolden(model, table)
  const apart = shareApart(found, expected)
  const tolerance = card.golden?.tolerance ?? 0
  if (apart <= tolerance) return apart
  return fail('model-golden', {
    model: card.name,
    file: card.golden?.file,
    device,
    apart,
    tolerance,
  })
}

function outputGraph(card: ModelCard) {
  const run = runGraphsOf(card)
  return run.find(({ role }) => role === 'encoder') ?? run[run.length - 1]
}

async function readGolden(card: ModelCard): Promise<Table> {
  if (card.golden === undefined) return missingModel(card)
  const file = fileOf(card, card.golden.file)
  const bytes = await readFile(file).catch((cause) => missingModel(card, file, cause))
  const table = decodeTable(bytes, file)
  if (table.kind === 'tokens' && table.rows >= 2) return table
  return fail('file-corrupt', {
    file,
    expected: 'tokens of at least two windows',
    found: table.kind,
  })
}

/**
 * The largest difference of two lists as a share of the largest magnitude of the second; infinity
 * when the lengths differ, the second is empty or all 0, or a difference is no number.
 */
export function shareApart(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length || expected.length === 0) return Number.POSITIVE_INFINITY
  let [apart, scale] = [0, 0]
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]))
    const difference = Math.abs(found[i] - expected[i])
    if (!(difference <= apart))
      apart = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
  }
  return scale > 0 ? apart / scale : Number.POSITIVE_INFINITY
}
