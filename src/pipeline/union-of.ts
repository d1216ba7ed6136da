import * as z from 'zod'
import { fail } from '../errors.ts'
import { streamSeed } from '../evaluation/resample.ts'
import {
  defineStage,
  type Need,
  type RunStage,
  type Shape,
  type ShapeIssue,
  type Stage,
  type StageContext,
} from '../stage.ts'
import { matrixOf, withFeatures } from '../tables/features.ts'
import { joinedNotes } from '../tables/note.ts'
import { columnsOf, hasColumn, i32Of, makeTable, type Table, wordsOf } from '../tables/table.ts'
import { branchesSchema, stepsOf, type UnionBranches, type UnionStep } from './union-branches.ts'

/**
 * The stage `union`: it sends its input through several lists of stages and puts the features that
 * they end with side by side, in the order of the branches.
 *
 * A feature is named `<branch>/<its name>`. All branches must end with features of the same rows.
 * What is not finite stays in its features. Content keys hold the versions of the stages within.
 *
 * @param known the stages that branches may name; of these, those of scope `recording`
 * @see sklearn.pipeline.FeatureUnion
 */
export function unionOf(known: readonly Stage[]): RunStage {
  const stepsIn = (of: UnionBranches) =>
    Object.entries(of).map(([name, branch]): Branch => [name, stepsOf(known, branch)])
  return defineStage({
    use: 'union',
    title: 'Put the features of several lists of stages side by side',
    reads: ['signals', 'windows', 'tokens', 'matrices', 'features'],
    writes: 'features',
    scope: 'recording',
    version: 1,
    options: z.strictObject({
      of: branchesSchema(known).meta({
        unit: 'as in the stages named',
        description:
          'branches by name, each a list of stages that look at their own recording alone and ' +
          'end with features',
      }),
    }),
    content: ({ of }) => contentOf(stepsIn(of)),
    models: ({ of }) =>
      stepsIn(of).flatMap(([, steps]) =>
        steps.flatMap(({ stage, options }) => stage.models?.(options) ?? []),
      ),
    needs: ({ of }) => Object.fromEntries(stepsIn(of).flatMap(needsOf)),
    contextS: ({ of }, rateHz, kind) =>
      Math.max(...stepsIn(of).map(([, steps]) => contextOf(steps, { kind, rateHz }))),
    shape: (input, { of }) => ({
      kind: 'features',
      issues: stepsIn(of).flatMap((branch) => issuesOf(branch, input)),
    }),
    run: async (input, { of }, context) => joined(await runAll(input, stepsIn(of), context)),
  })
}

type Branch = readonly [name: string, steps: readonly UnionStep[]]

function contentOf(branches: readonly Branch[]): string {
  const parts = branches.flatMap(([, steps]) =>
    steps.map(({ use, stage, options }) => {
      const own = stage.content?.(options)
      return `${use} ${stage.version}${own === undefined ? '' : ` ${own}`}`
    }),
  )
  return parts.join('; ')
}

/** Second tables by a name that tells whose they are. */
function needsOf([name, steps]: Branch): [string, Need][] {
  return steps.flatMap(({ stage, options }, i) =>
    Object.entries(stage.needs?.(options) ?? {}).map(([own, need]): [string, Need] => [
      `${name}/${i}/${own}`,
      need,
    ]),
  )
}

function contextOf(steps: readonly UnionStep[], input: Shape & { rateHz: number }): number {
  let shape: Shape = input
  let sum = 0
  for (const { stage, options } of steps) {
    const own = stage.contextS?.(options, shape.rateHz ?? input.rateHz, shape.kind)
    if (own === undefined || stage.summary?.(options, shape.kind)) return Number.POSITIVE_INFINITY
    if (shape.kind === 'signals') sum += own
    shape = followed(shape, stage, options)
  }
  return sum
}

function followed(input: Shape, stage: Stage, options: Record<string, unknown>): Shape {
  const kind = stage.writes === 'same' ? input.kind : stage.writes
  return { ...(stage.shape?.(input, options) ?? input), kind }
}

function issuesOf([name, steps]: Branch, input: Shape): ShapeIssue[] {
  let { issues: _, ...shape } = input
  for (const [i, { use, stage, options }] of steps.entries()) {
    const at = ['of', name, i, use]
    if (!stage.reads.includes(shape.kind)) {
      const message = `"${use}" reads ${stage.reads.join(' or ')}; here it gets ${shape.kind}`
      return [{ path: at, message }]
    }
    const { issues = [], ...next } = followed(shape, stage, options)
    if (issues.length > 0) return issues.map((one) => ({ ...one, path: [...at, ...one.path] }))
    shape = next
  }
  const message = `the branch ends with ${shape.kind}; features are put side by side`
  return shape.kind === 'features' ? [] : [{ path: ['of', name], message }]
}

async function runAll(
  input: Table,
  branches: readonly Branch[],
  context: StageContext,
): Promise<[string, Table<'features'>][]> {
  const out: [string, Table<'features'>][] = []
  for (const [b, [name, steps]] of branches.entries()) {
    let table = input
    for (const [i, { stage, options }] of steps.entries()) {
      const prefix = `${name}/${i}/`
      const own = Object.entries(context.tables).flatMap(([key, side]) =>
        key.startsWith(prefix) ? [[key.slice(prefix.length), side] as const] : [],
      )
      const seed = streamSeed(context.seed, b, i)
      const inner = { ...context, tables: Object.fromEntries(own), seed }
      table =
        stage.scope === 'fold'
          ? stage.apply(table, stage.fit(table, options, inner), options)
          : await stage.run(table, options, inner)
    }
    if (table.kind !== 'features') fail('kind-mismatch', { stage: 'union', branch: name })
    out.push([name, table as Table<'features'>])
  }
  return out
}

function joined(branches: readonly (readonly [string, Table<'features'>])[]): Table<'features'> {
  const [[, first]] = branches
  const notes = joinedNotes(branches.map(([, table]) => table))
  const { unit: _, depth: __, ...plain } = first.meta
  const meta = notes.length > 0 ? { ...plain, notes: JSON.stringify(notes) } : plain
  const keys = makeTable('features', columnsOf(first), meta)
  if (first.rows === 0) return withFeatures(keys, new Float32Array(0))
  for (const [name, table] of branches) requireSameRows(name, table, first)
  const parts = branches.map(([, table]) => matrixOf(table))
  const cols = parts.reduce((sum, part) => sum + part.cols, 0)
  const values = new Float32Array(first.rows * cols)
  let from = 0
  for (const part of parts) {
    for (let r = 0; r < part.rows; r++) {
      values.set(part.values.subarray(r * part.cols, (r + 1) * part.cols), r * cols + from)
    }
    from += part.cols
  }
  const names = branches.flatMap(([name, table], i) => namesOf(name, table, parts[i].cols))
  return withFeatures(keys, values, { names: JSON.stringify(names) })
}

function namesOf(branch: string, { meta }: Table, cols: number): string[] {
  const own = meta.names === undefined ? undefined : (JSON.parse(meta.names) as string[])
  return Array.from({ length: cols }, (_, d) => `${branch}/${own?.[d] ?? d}`)
}

function requireSameRows(branch: string, table: Table, first: Table): void {
  const facts = { stage: 'union', branch, rows: table.rows, expected: first.rows }
  if (table.rows !== first.rows) fail('length-mismatch', facts)
  const names = (of: Table) => {
    const windows = hasColumn(of, 'window') ? i32Of(of, 'window') : undefined
    return wordsOf(of, 'recording').map((name, row) => `${name} ${windows ? windows[row] : ''}`)
  }
  const wanted = names(first)
  const row = names(table).findIndex((name, r) => name !== wanted[r])
  if (row >= 0) fail('length-mismatch', { ...facts, row, differs: 'window' })
}
