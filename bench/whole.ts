import { join } from 'node:path'
import { measure, measureRun, type RunFacts, type Took } from './measure.ts'
import { compare, inTurns, mebibytes, type Pair, seconds } from './pairs.ts'
import type { Group, Row, Settings } from './settings.ts'

interface PythonFacts {
  readonly rows: number
  readonly scores: Readonly<Record<string, number>>
  readonly seconds: Readonly<Record<string, number>>
}

/** One side of a whole process, in the same words for both. */
interface Side extends Took {
  readonly rows: number
  readonly scores: Readonly<Record<string, number>>
  /** Without starting the process and loading modules, s. */
  readonly insideS: number
  readonly stages?: RunFacts['timingsS']
}

/** The eegmat pipeline against the script that holds all windows, and against a leaner one. */
export const eegmat: Group = {
  name: 'eegmat',
  title: 'Whole process: eegmat-bandpower, cold store',
  run(settings) {
    const script = join('bench', 'python', 'eegmat_bandpower.py')
    const ours = () => oursOf(settings, join('pipelines', 'eegmat-bandpower.yaml'))
    const theirs = (...flags: string[]) =>
      pythonOf(settings, [script, join(settings.data, 'eegmat'), ...flags])
    const subjects = ['--subjects', settings.subjects]
    const held = inTurns(settings.pairs, ours, () => theirs('--keep', ...subjects))
    const lean = inTurns(settings.pairs, ours, () => theirs(...subjects))
    return {
      rows: [
        ...wholeRows('', held, { time: 5, memory: 3 }),
        ...wholeRows(', against Python file by file', lean),
      ],
      notes: [agreement(held), whereTimeGoes(held)],
    }
  },
}

/** The Haxby pipeline, many short files of another format. */
export const haxby: Group = {
  name: 'haxby',
  title: 'Whole process: haxby-lda, cold store',
  run(settings) {
    const script = join('bench', 'python', 'haxby_lda.py')
    const pairs = inTurns(
      settings.pairs,
      () => oursOf(settings, join('pipelines', 'haxby-lda.yaml'), false),
      () => pythonOf(settings, [script, join(settings.data, 'haxby2001')]),
    )
    return { rows: wholeRows('', pairs), notes: [agreement(pairs), whereTimeGoes(pairs)] }
  },
}

/** Only what comes before the features, with the same windows at the end. */
export const prepare: Group = {
  name: 'prepare',
  title: 'Prepare only: read, pick, resample to 200 Hz, FIR 0.5-45 Hz, 5 s windows',
  run(settings) {
    const script = join('bench', 'python', 'eegmat_bandpower.py')
    const flags = ['--keep', '--until', 'windows', '--subjects', settings.subjects]
    const pairs = inTurns(
      settings.pairs,
      () => oursOf(settings, join('bench', 'prepare.yaml')),
      () => pythonOf(settings, [script, join(settings.data, 'eegmat'), ...flags]),
    )
    const inside = { work: 'without start-up, wall time', of: (side: Side) => side.insideS }
    return {
      rows: [compare(pairs, { ...inside, show: seconds, atLeast: 6 }), ...wholeRows('', pairs)],
      notes: [
        'Ours leaves the windows in the store, once; Python holds them in memory.',
        whereTimeGoes(pairs),
      ],
    }
  },
}

function wholeRows(
  against: string,
  pairs: readonly Pair<Side>[],
  { time, memory }: { time?: number; memory?: number } = {},
): Row[] {
  const wall = { work: `wall time${against}`, of: (side: Side) => side.wallS, show: seconds }
  const cpu = { work: `processor time${against}`, of: (side: Side) => side.cpuS, show: seconds }
  const peak = {
    work: `peak memory${against}`,
    of: (side: Side) => side.peakBytes,
    show: mebibytes,
  }
  return [
    compare(pairs, { ...wall, atLeast: time }),
    compare(pairs, cpu),
    compare(pairs, { ...peak, atLeast: memory }),
  ]
}

function oursOf(settings: Settings, pipeline: string, some = true): Side {
  const subjects = some ? settings.subjects : undefined
  const { record, ...took } = measureRun(settings, pipeline, { subjects })
  const scores = Object.entries(record.scores).map(([name, { mean }]) => [name, mean])
  return {
    ...took,
    rows: record.data.rows,
    scores: Object.fromEntries(scores),
    insideS: record.timingsS.total,
    stages: record.timingsS,
  }
}

function pythonOf(settings: Settings, command: readonly string[]): Side {
  const took = measure(settings, [settings.python, ...command])
  const { rows, scores, seconds: parts } = JSON.parse(took.output) as PythonFacts
  const insideS = Object.values(parts).reduce((sum, part) => sum + part, 0)
  return { ...took, rows, scores, insideS }
}

/** That both sides did the same work: rows, and scores side by side. */
function agreement([{ ours, python }]: readonly Pair<Side>[]): string {
  const scores = Object.entries(python.scores).map(
    ([name, score]) => `${name} ${ours.scores[name]?.toFixed(4)} and ${score.toFixed(4)}`,
  )
  return `Rows, ours and Python's: ${ours.rows} and ${python.rows}; ${scores.join('; ')}.`
}

/** Time of each part of the last run of ours, summed over threads. */
function whereTimeGoes(pairs: readonly Pair<Side>[]): string {
  const {
    total = 0,
    read = 0,
    evaluate = 0,
    stages = {},
  } = pairs[pairs.length - 1].ours.stages ?? {}
  const parts = Object.entries({ read, ...stages }).map(
    ([name, value]) => `${name} ${value.toFixed(2)}`,
  )
  const all = `total ${total.toFixed(2)}, of which folds and scores ${evaluate.toFixed(2)}`
  return `Where our time goes, s: ${all}; summed over threads: ${parts.join(', ')}.`
}
