import { fail } from '../errors.ts'
import type { Head } from '../head.ts'
import type { RowTarget, Scope, Stage } from '../stage.ts'
import { concatTables, takeRows } from '../tables/rows.ts'
import { codesOf, hasColumn, i32Of, type Table } from '../tables/table.ts'
import { groupsOf, rowKeys, rowsByCode, type Unit } from './group.ts'
import { streamSeed } from './resample.ts'
import type { Split } from './split.ts'

export type Options = Readonly<Record<string, unknown>>

/** A stage of the branch with its options; `index` is its position in the pipeline. */
export interface BranchStage {
  readonly use: string
  readonly stage: Stage
  readonly options: Options
  readonly index: number
}

/** What every fold does: the stages from the first fitted one on, and the head. */
export interface Branch {
  readonly stages: readonly BranchStage[]
  readonly head: { readonly head: Head; readonly options: Options }
  /** The label column that is decoded. */
  readonly target: string
  /** What scores are of. */
  readonly unit: Unit
  /** How rows are split, so that options are chosen by a split that is alike. */
  readonly split: Split
  readonly seed: number
  /** The positive class of two; the last in sorted order when absent. */
  readonly positive?: string
  readonly select?: Select
  /** How the threshold between two classes is chosen; where the scores are equal without it. */
  readonly threshold?: ThresholdOptions
  /** The label column of the words that vectors stand for. */
  readonly words?: string
  /** What rows are answered together, by the mean of their scores. */
  readonly averageOver?: Unit
}

/** Options that are chosen in each fold by splitting its training groups once more. */
export interface Select {
  /** Values by `head.<option>` or `stages.<use>.<option>`; every combination is tried. */
  readonly grid: Readonly<Record<string, readonly unknown[]>>
  /** Inner folds; fewer when there are fewer training groups. */
  readonly folds: number
  /** Name of the metric whose mean over groups decides; of equal ones the first wins. */
  readonly metric: string
}

/** How the threshold between two classes is chosen in each fold. */
export interface ThresholdOptions {
  /** Name of the metric whose mean over training groups decides. */
  readonly metric: string
  /** Inner folds; fewer when there are fewer training groups. */
  readonly folds: number
}

/** Training and test rows on their way through the branch. */
export interface Sides {
  readonly train: Table
  readonly test: Table
}

/** What was fitted on whom. */
export interface Fitted {
  readonly stage: string
  /** Position in the pipeline; the head's is one past the last stage's. */
  readonly index: number
  readonly rows: number
  /** Names of the training groups. */
  readonly groups: readonly string[]
  readonly facts: Readonly<Record<string, string | number>>
}

/** What rows are passed through, and what is decoded, for stages that look at labels. */
export interface Course {
  readonly stages: readonly BranchStage[]
  readonly target: (rows: Table) => RowTarget
}

/** Sides after some stages, and how they came about. */
export interface Passed {
  readonly sides: Sides
  readonly fitted: readonly Omit<Fitted, 'groups'>[]
  readonly seconds: Readonly<Record<string, number>>
}

/** The scope that a stage has under its options. */
export function scopeUnder({ stage, options }: Pick<BranchStage, 'stage' | 'options'>): Scope {
  return stage.scope === 'fold' ? (stage.scopeOf?.(options) ?? 'fold') : stage.scope
}

/**
 * Passes both sides through the stages: a stage of scope `fold` is fitted on the training rows and
 * applied to both sides; others run on each recording's or subject's rows by themselves.
 *
 * @param seen what earlier calls with the same sides and seed made, by the options so far; for
 *   trying options, where only the stages behind the first changed one run again
 * @throws {NeurarrowError} `stage-options` when a stage needs a second table, which only stages in
 *   front of the first fitted one can have
 */
export async function passStages(
  sides: Sides,
  { stages, target }: Course,
  seed: number,
  seen: Map<string, Passed> = new Map(),
): Promise<Passed> {
  let passed: Passed = { sides, fitted: [], seconds: {} }
  let key = ''
  for (const step of stages) {
    key += `${step.index}${JSON.stringify(step.options)}`
    const own = { step, target, seed: streamSeed(seed, step.index + 1) }
    passed = seen.get(key) ?? (await passOne(passed, own))
    seen.set(key, passed)
  }
  return passed
}

async function passOne(before: Passed, { step, target, seed }: Step): Promise<Passed> {
  const from = performance.now()
  const { stage, options } = step
  const needs = Object.keys(stage.needs?.(options) ?? {})
  if (needs.length > 0) {
    const remedy = 'a stage that needs a second table comes before the first fitted stage'
    fail('stage-options', { stage: step.use, needs, remedy })
  }
  const context = { tables: {}, seed }
  const scope = scopeUnder(step)
  const { train, test } = before.sides
  const fitted = [...before.fitted]
  let sides: Sides
  if (stage.scope === 'fold' && scope === 'fold') {
    const labels = stage.supervised ? { target: target(train) } : {}
    const fit = stage.fit(train, options, { ...context, ...labels })
    const facts = stage.describe?.(fit) ?? {}
    fitted.push({ stage: step.use, index: step.index, rows: train.rows, facts })
    const apply = (table: Table) => stage.apply(table, fit, options)
    sides = { train: apply(train), test: apply(test) }
  } else {
    sides = await apart(before.sides, scope === 'subject' ? 'subject' : 'recording', (table) =>
      stage.scope === 'fold'
        ? stage.apply(table, stage.fit(table, options, context), options)
        : stage.run(table, options, context),
    )
  }
  const spent = (before.seconds[step.use] ?? 0) + (performance.now() - from) / 1000
  return { sides, fitted, seconds: { ...before.seconds, [step.use]: spent } }
}

interface Step {
  readonly step: BranchStage
  readonly target: Course['target']
  readonly seed: number
}

type Run = (table: Table) => Table | Promise<Table>

/** Runs each recording or subject by itself; a subject on both sides is run whole, then divided. */
async function apart(sides: Sides, unit: 'recording' | 'subject', run: Run): Promise<Sides> {
  const [train, test] = [piecesOf(sides.train, unit), piecesOf(sides.test, unit)]
  const out: { train: Table[]; test: Table[] } = { train: [], test: [] }
  for (const name of new Set([...train.keys(), ...test.keys()])) {
    const [a, b] = [train.get(name), test.get(name)]
    if (a && b && unit === 'subject') {
      const whole = await run(concatTables([a, b]))
      const [ofTrain, ofTest] = dividedBy(whole, new Set(identitiesOf(a)))
      out.train.push(ofTrain)
      out.test.push(ofTest)
    } else {
      if (a) out.train.push(await run(a))
      if (b) out.test.push(await run(b))
    }
  }
  return {
    train: out.train.length > 0 ? concatTables(out.train) : await run(sides.train),
    test: out.test.length > 0 ? concatTables(out.test) : await run(sides.test),
  }
}

function piecesOf(table: Table, unit: 'recording' | 'subject'): Map<string, Table> {
  const { codes, names } = groupsOf(rowKeys(table), unit)
  const rows = rowsByCode(codes, names.length)
  return new Map(names.map((name, g) => [name, takeRows(table, rows[g])]))
}

/** Which window of which recording each row is. */
function identitiesOf(table: Table): string[] {
  const { codes, dictionary } = codesOf(table, 'recording')
  const windows = hasColumn(table, 'window') ? i32Of(table, 'window') : undefined
  return Array.from(codes, (code, r) => `${dictionary[code]}\n${windows ? windows[r] : ''}`)
}

function dividedBy(table: Table, identities: ReadonlySet<string>): [Table, Table] {
  const sides: [number[], number[]] = [[], []]
  identitiesOf(table).forEach((identity, row) => {
    sides[identities.has(identity) ? 0 : 1].push(row)
  })
  return [takeRows(table, sides[0]), takeRows(table, sides[1])]
}
