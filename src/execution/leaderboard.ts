import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail, NeurarrowError } from '../errors.ts'
import { metricNamed } from '../evaluation/metrics.ts'
import { readRun } from '../store/read-run.ts'
import type { RunRecord } from '../store/run.ts'
import { runName } from './compare-runs.ts'

/** A run on its board. */
export interface Entry {
  readonly name: string
  readonly folder: string
  readonly key: string
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly chance: number
  readonly p: number
  readonly groups: number
  readonly clean: boolean
  readonly transductive: readonly string[]
  /** Whether rows of the tested groups were trained on, as the split declares. */
  readonly fewShot: boolean
  readonly startedAt: string
}

/** Runs that answer the same question, best first. */
export interface Board {
  readonly dataset: string
  readonly target: string
  /** What a group is. */
  readonly unit: string
  readonly metric: string
  readonly entries: readonly Entry[]
  /** What stands in the way of reading ranks as merit, in sentences. */
  readonly doubts: readonly string[]
}

/** How deep below the folder runs are looked for. */
const deepest = 4

/**
 * Ranks all scored runs below a folder, by data set, target, unit of the split and metric; runs
 * without a clean certificate stand below all others.
 *
 * @param metric by default the first of each run
 * @throws {NeurarrowError} `run-unknown` when there is none
 */
export function leaderboard(folder: string, metric?: string): Board[] {
  const boards = new Map<string, OpenBoard>()
  for (const path of runsBelow(folder, 0)) {
    const record = recordAt(path)
    const use = metric ?? record?.evaluation.metrics[0]
    if (record === undefined || use === undefined || !(use in record.scores)) continue
    const { dataset } = record.data
    const board = { dataset, target: record.evaluation.target, unit: record.certificate.unit }
    const key = JSON.stringify([board, use])
    const own = boards.get(key) ?? {
      board: { ...board, metric: use },
      entries: [],
      tested: new Set(),
    }
    own.entries.push(entryOf(record, path, use))
    own.tested.add(Object.keys(record.scores[use].perGroup).sort().join())
    boards.set(key, own)
  }
  if (boards.size === 0) fail('run-unknown', { folder, metric, found: 'no scored run' })
  return [...boards.values()]
    .map((own) => {
      const entries = own.entries.sort(byScore(own.board.metric))
      return { ...own.board, entries, doubts: doubtsOf(own) }
    })
    .sort((a, b) => (`${a.dataset} ${a.target}` < `${b.dataset} ${b.target}` ? -1 : 1))
}

interface OpenBoard {
  readonly board: Omit<Board, 'entries' | 'doubts'>
  readonly entries: Entry[]
  /** The groups that runs tested, a text for each set of them. */
  readonly tested: Set<string>
}

function doubtsOf({ board: { unit }, entries, tested }: OpenBoard): string[] {
  const said = (found: readonly Entry[], says: string) => {
    const verb = found.length === 1 ? 'is' : 'are'
    return found.length > 0 ? [`${found.length} of ${entries.length} ${verb} ${says}`] : []
  }
  const tuned = entries.filter((entry) => entry.transductive.length > 0)
  return [
    ...(tested.size > 1 ? [`these runs did not all test the same ${unit}s`] : []),
    ...said(
      entries.filter(({ clean }) => !clean),
      'without a clean certificate, below all others whatever they score',
    ),
    ...said(tuned, `transductive, using recordings of the tested ${unit}s, without labels`),
    ...said(
      entries.filter(({ fewShot }) => fewShot),
      `few-shot, fitted on declared rows of the tested ${unit}s, with labels`,
    ),
  ]
}

function runsBelow(folder: string, depth: number): string[] {
  if (!existsSync(folder)) return []
  if (existsSync(join(folder, 'run.json'))) return [folder]
  if (depth >= deepest) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort()
    .flatMap((path) => runsBelow(path, depth + 1))
}

/** A run that was not scored is no entry. */
function recordAt(path: string): RunRecord | undefined {
  try {
    return readRun(path).record
  } catch (thrown) {
    if (thrown instanceof NeurarrowError && thrown.code === 'run-unknown') return undefined
    throw thrown
  }
}

function entryOf(record: RunRecord, folder: string, use: string): Entry {
  const { mean, low, high, chance, p, perGroup } = record.scores[use]
  const { clean, transductive, calibration } = record.certificate
  return {
    ...{ name: runName(record), folder, key: record.key, mean, low, high, chance, p },
    ...{ groups: Object.keys(perGroup).length, clean, transductive },
    fewShot: calibration !== undefined,
    startedAt: record.startedAt,
  }
}

function byScore(use: string): (a: Entry, b: Entry) => number {
  const sign = (metricNamed(use)?.higherIsBetter ?? true) ? 1 : -1
  const worth = ({ mean }: Entry) => (Number.isNaN(mean) ? Number.NEGATIVE_INFINITY : sign * mean)
  return (a, b) =>
    Number(b.clean) - Number(a.clean) || worth(b) - worth(a) || (a.folder < b.folder ? -1 : 1)
}
