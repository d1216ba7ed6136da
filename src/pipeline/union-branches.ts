import * as z from 'zod'
import { didYouMean } from '../kernels/nearest-name.ts'
import type { Stage } from '../stage.ts'

/** A stage of a branch of `union` with its options, defaults filled in. */
export interface UnionStep {
  readonly use: string
  readonly stage: Stage
  readonly options: Record<string, unknown>
}

/** Branches as they are written: names, and under each a list of stages with their options. */
export type UnionBranches = Readonly<Record<string, readonly Record<string, unknown>[]>>

const entry = z.union([z.string(), z.record(z.string(), z.unknown())])
const written = z
  .record(z.string().regex(/^[A-Za-z][\w-]*$/, 'a branch has a plain name'), z.array(entry).min(1))
  .refine((branches) => Object.keys(branches).length > 0, 'a union has at least one branch')

/**
 * The schema of the branches of a union: every stage is looked up, its options are checked and
 * their defaults filled in. A branch may name any stage that looks at its own recording alone.
 */
export function branchesSchema(known: readonly Stage[]): z.ZodType<UnionBranches> {
  return written.transform((branches, context) => {
    const bound: Record<string, Record<string, unknown>[]> = {}
    for (const [name, steps] of Object.entries(branches)) {
      bound[name] = steps.flatMap((step, i) => {
        const { use, options, problems } = boundStep(known, step)
        for (const { path, message } of problems) {
          const at = [name, i, ...path]
          context.issues.push({ code: 'custom', path: at, message, input: branches })
        }
        return problems.length > 0 ? [] : [{ [use]: options }]
      })
    }
    return bound
  })
}

/** The stages of a branch that `branchesSchema` has bound. */
export function stepsOf(known: readonly Stage[], branch: UnionBranches[string]): UnionStep[] {
  return branch.flatMap((step) =>
    Object.entries(step).flatMap(([use, options]) => {
      const stage = known.find((one) => one.use === use)
      return stage ? [{ use, stage, options: options as Record<string, unknown> }] : []
    }),
  )
}

interface Problem {
  readonly path: readonly (string | number)[]
  readonly message: string
}

function boundStep(known: readonly Stage[], step: z.output<typeof entry>) {
  const entries: [string, unknown][] =
    typeof step === 'string' ? [[step, {}]] : Object.entries(step)
  const [use, given] = entries[0] ?? ['', {}]
  const failed = (message: string) => ({ use, options: {}, problems: [{ path: [], message }] })
  if (entries.length !== 1) return failed('one name with its options belongs here')
  const stage = known.find((one) => one.use === use)
  if (stage === undefined) {
    const near = didYouMean(
      use,
      known.map((one) => one.use),
    )
    return failed(`no stage "${use}"${near}`)
  }
  const parsed = stage.options.safeParse(given ?? {})
  if (!parsed.success) return { use, options: {}, problems: problemsOf(stage, use, parsed.error) }
  const says = unfit(stage, parsed.data)
  return { use, options: parsed.data, problems: says ? [{ path: [use], message: says }] : [] }
}

function problemsOf(stage: Stage, use: string, error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = [use, ...issue.path.map((step) => (typeof step === 'symbol' ? '' : step))]
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
    return issue.keys.map((key) => {
      const near = didYouMean(key, Object.keys(stage.options.shape))
      return { path: [...path, key], message: `unknown key "${key}"${near}` }
    })
  })
}

/** Why a stage cannot stand in a branch. */
function unfit(stage: Stage, options: Record<string, unknown>): string | undefined {
  const scope = stage.scope === 'fold' ? (stage.scopeOf?.(options) ?? 'fold') : stage.scope
  if (scope !== 'recording') {
    return `"${stage.use}" looks at more than its own recording: it belongs behind the union`
  }
  const needs = Object.values(stage.needs?.(options) ?? {})
  return needs.some(({ table }) => table === 'meanOfFirst')
    ? `"${stage.use}" needs the first recording of the subject: it belongs before the union`
    : undefined
}
