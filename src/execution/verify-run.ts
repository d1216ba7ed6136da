import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail } from '../errors.ts'
import { type RunFolder, readPredictions } from '../store/read-run.ts'
import type { RunRecord } from '../store/run.ts'
import { encodeTable } from '../tables/ipc.ts'
import { listsOf, type Table, wordsOf } from '../tables/table.ts'
import { type RunSettings, runPipeline } from './run.ts'
import { type ScoreGap, scoreGap } from './score-gap.ts'

/** A run computed again on this machine, and how far it is from what was recorded. */
export interface Verification extends ScoreGap {
  readonly key: string
  /** `bytes`: predictions are the same to the byte; `tolerance`: scores as near as was asked. */
  readonly verdict: 'bytes' | 'tolerance' | 'differs'
  readonly tolerance: number
  readonly rows: number
  /** Share of rows for which the same was predicted; 0 when the rows are others. */
  readonly samePredictions: number
  /** Largest distance of two scores of a head for the same row and class. */
  readonly worstHeadScore: number
  /** Nodes whose content keys differ: other data, options or versions. */
  readonly otherNodes: readonly string[]
}

/**
 * Computes a run again from its lock file, into a store that is empty, and compares.
 *
 * @throws {NeurarrowError} `file-missing` without the lock file, or what stands in the way of the
 *   run; that results differ is no failure here
 */
export async function verifyRun(
  run: RunFolder,
  tolerance: number,
  settings: Omit<RunSettings, 'store'>,
): Promise<Verification> {
  const file = join(run.folder, 'pipeline.lock.yaml')
  if (!existsSync(file)) fail('file-missing', { file })
  const store = mkdtempSync(join(tmpdir(), 'neurarrow-verify-'))
  try {
    const { record, scored } = await runPipeline({ file }, { ...settings, store })
    if (scored === undefined) return fail('run-unknown', { run: run.folder, found: 'no scores' })
    const before = readPredictions(run)
    const gap = scoreGap(run.record.scores, scored.byMetric)
    const same = Buffer.from(encodeTable(before)).equals(encodeTable(scored.predictions))
    return {
      ...{ key: run.record.key, tolerance, rows: before.rows },
      verdict: gap.worst > tolerance ? 'differs' : same ? 'bytes' : 'tolerance',
      ...gap,
      ...predictionGap(before, scored.predictions),
      otherNodes: otherNodes(run.record, record as RunRecord),
    }
  } finally {
    rmSync(store, { recursive: true, force: true })
  }
}

function predictionGap(before: Table, now: Table) {
  const words = (table: Table, name: string) => wordsOf(table, name)
  const rows = before.rows
  const sameRows =
    rows === now.rows &&
    words(before, 'recording').every((name, r) => name === words(now, 'recording')[r])
  if (!sameRows) return { samePredictions: 0, worstHeadScore: Number.POSITIVE_INFINITY }
  const [a, b] = [listsOf(before, 'scores').values, listsOf(now, 'scores').values]
  const worst = a.reduce((most, one, i) => Math.max(most, Math.abs(one - b[i])), 0)
  const said = (table: Table) => headWords(table)
  const [first, second] = [said(before), said(now)]
  const equal = first.filter((one, r) => one === second[r]).length
  return { samePredictions: rows === 0 ? 1 : equal / rows, worstHeadScore: worst }
}

/** What was predicted of each row: the class, or the number. */
function headWords(table: Table): readonly unknown[] {
  const classes = JSON.parse(table.meta.classes ?? '[]') as string[]
  return classes.length > 0
    ? wordsOf(table, 'prediction')
    : Array.from(listsOf(table, 'scores').values)
}

function otherNodes(before: RunRecord, now: RunRecord): string[] {
  const known = new Map(before.plan.nodes.map(({ id, key }) => [id, key]))
  return now.plan.nodes.filter(({ id, key }) => known.get(id) !== key).map(({ id }) => id)
}
