import type * as z from 'zod'
import type { FitStage, RunStage } from '../src/stage.ts'
import type { Table } from '../src/tables/table.ts'

/** Runs a stage with options as a pipeline gives them, before defaults are filled in. */
export async function runStage<S extends z.ZodObject>(
  stage: RunStage<S>,
  input: Table,
  options: z.input<S>,
  tables: Record<string, Table> = {},
): Promise<Table> {
  return stage.run(input, stage.options.parse(options), { tables, seed: 0 })
}

/** Fits a stage on one table and applies it to another. */
export function fitApply<S extends z.ZodObject, F>(
  stage: FitStage<S, F>,
  options: z.input<S>,
  { train, input = train }: { readonly train: Table; readonly input?: Table },
): Table {
  const parsed = stage.options.parse(options)
  return stage.apply(input, stage.fit(train, parsed, { tables: {}, seed: 0 }), parsed)
}

/** The options' paths of the issues that a stage finds in a shape. */
export function issuesOf<S extends z.ZodObject>(
  stage: RunStage<S> | FitStage<S>,
  shape: Parameters<NonNullable<typeof stage.shape>>[0],
  options: z.input<S>,
): string[] {
  const out = stage.shape?.(shape, stage.options.parse(options))
  return (out?.issues ?? []).map(({ path }) => path.join('.'))
}
