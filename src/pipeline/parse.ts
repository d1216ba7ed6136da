import type * as z from 'zod'
import {
  type Issue,
  type IssuePath,
  issueAt,
  readYaml,
  type YamlText,
  zodIssues,
} from '../document.ts'
import { fail } from '../errors.ts'
import { figureNamed, figures } from '../evaluation/figures/index.ts'
import type { Head } from '../head.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import type { Scope, Stage } from '../stage.ts'
import { applySettings, type Setting } from './override.ts'
import { loadProtocol, type Protocol, withProtocol } from './protocol.ts'
import { allHeads, allStages, headNamed, stageNamed } from './registry.ts'
import { type EvaluateDocument, type PipelineDocument, pipelineSchema } from './schema.ts'
import { type Variant, variantSettings } from './variant.ts'

/** A stage of a pipeline with its options, defaults filled in. */
export interface BoundStage {
  readonly use: string
  readonly stage: Stage
  readonly options: Record<string, unknown>
  readonly scope: Scope
  /** Position among the pipeline's stages, from 0. */
  readonly index: number
}

/** The evaluation of a pipeline, its head looked up. */
export interface BoundEvaluation extends Omit<EvaluateDocument, 'head'> {
  readonly head: { use: string; head: Head; options: Record<string, unknown> }
}

/** A figure that a pipeline asks for, its options filled in. */
export interface BoundFigure {
  readonly use: string
  readonly options: Record<string, unknown>
}

/** A pipeline that is right as a document; what depends on data is checked by the plan. */
export interface Pipeline
  extends Omit<PipelineDocument, 'stages' | 'evaluate' | 'sweep' | 'report'> {
  /** Name of the file, for messages. */
  readonly file: string
  readonly stages: readonly BoundStage[]
  readonly evaluate?: BoundEvaluation
  /** What is drawn beside the scores. */
  readonly report?: { readonly figures: readonly BoundFigure[] }
  /** The protocol that its evaluation follows. */
  readonly protocol?: Protocol
  /** Which choice of the document's sweep it is. */
  readonly variant?: Variant
  /** The document behind it, to place issues that the plan finds. */
  readonly yaml: YamlText
}

/**
 * Reads a pipeline document and looks up its stages and head.
 *
 * @param settings `--set` overrides, applied before anything is checked
 * @param variant a choice of the document's sweep, which it needs when it has one
 * @throws {NeurarrowError} `document-invalid` with `issues`: all of them, in the order of the lines
 */
export function parsePipeline(
  text: string,
  file: string,
  settings: readonly Setting[] = [],
  variant?: Variant,
): Pipeline {
  const yaml = readYaml(text)
  if (yaml.issues.length > 0) refuse(file, yaml.issues)
  const issues = applySettings(yaml, [...settings, ...variantSettings(variant ?? {})])
  const { value, protocol } = withItsProtocol(yaml, issues)
  const parsed = pipelineSchema.safeParse(value)
  if (!parsed.success) issues.push(...zodIssues(yaml, parsed.error, pipelineSchema))
  const listed = listOf(value, 'stages')
  const stages = listed.map((entry, index) => bindStage(yaml, issues, entry, index))
  const head = bindHead(yaml, issues, value)
  const drawn = listOf(Object(value).report, 'figures')
  const bind = (entry: unknown, i: number) => bindFigure(yaml, issues, entry, i)
  const drawings = drawn.map(bind).filter((figure) => figure !== undefined)
  if (issues.length > 0 || !parsed.success) refuse(file, issues)
  const { evaluate, sweep, report: asked, ...rest } = parsed.data
  if (sweep && !variant) fail('arguments-invalid', { file, sweep, expected: 'one of its variants' })
  const bound = stages.filter((stage) => stage !== undefined)
  const evaluation = evaluate && head ? { ...evaluate, head } : undefined
  const subjects = rest.subjects ?? protocol?.subjects
  const report = asked && { figures: drawings }
  const whole = { ...rest, subjects, file, yaml, stages: bound, variant, protocol }
  return { ...whole, evaluate: evaluation, report }
}

/** The document as plain data, its evaluation filled in from the protocol that it names. */
function withItsProtocol(yaml: YamlText, issues: Issue[]) {
  const value: unknown = yaml.document.toJS({ maxAliasCount: 100 })
  const { evaluate, dataset } = Object(value)
  const name = Object(evaluate).protocol
  if (typeof name !== 'string') return { value }
  const protocol = loadProtocol(name)
  const merged = withProtocol(evaluate, protocol)
  for (const key of merged.conflicts) {
    issues.push(issueAt(yaml, ['evaluate', key], `the protocol "${name}" says otherwise`))
  }
  if (protocol.dataset !== undefined && dataset !== protocol.dataset) {
    issues.push(issueAt(yaml, ['dataset'], `the protocol "${name}" is for ${protocol.dataset}`))
  }
  return { value: { ...Object(value), evaluate: merged.evaluate }, protocol }
}

/** Refuses a document with all that is wrong in it, sorted by place. */
export function refuse(file: string, issues: readonly Issue[]): never {
  const sorted = [...issues].sort((a, b) => a.line - b.line || a.column - b.column)
  return fail('document-invalid', { file, issues: sorted })
}

function listOf(value: unknown, key: string): unknown[] {
  const list = value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined
  return Array.isArray(list) ? list : []
}

/** One key and its options: `bandpass: {...}` or, for a stage without options, `bandpass`. */
function oneEntry(
  yaml: YamlText,
  issues: Issue[],
  entry: unknown,
  at: IssuePath,
): { use: string; given: unknown } | undefined {
  if (typeof entry === 'string') return { use: entry, given: {} }
  const keys = entry !== null && typeof entry === 'object' ? Object.keys(entry) : []
  if (keys.length === 1) return { use: keys[0], given: Reflect.get(Object(entry), keys[0]) ?? {} }
  const found = keys.length > 1 ? `: found ${keys.join(', ')}` : ''
  issues.push(issueAt(yaml, at, `one name with its options belongs here${found}`))
  return undefined
}

function bindStage(
  yaml: YamlText,
  issues: Issue[],
  entry: unknown,
  index: number,
): BoundStage | undefined {
  const at = ['stages', index]
  const one = oneEntry(yaml, issues, entry, at)
  if (one === undefined) return undefined
  const stage = stageNamed(one.use)
  if (stage === undefined) {
    const near = didYouMean(
      one.use,
      allStages.map((known) => known.use),
    )
    issues.push(issueAt(yaml, [...at, one.use], `no stage "${one.use}"${near}`))
    return undefined
  }
  const options = bindOptions(yaml, issues, {
    at: [...at, one.use],
    schema: stage.options,
    given: one.given,
  })
  if (options === undefined) return undefined
  return { use: one.use, stage, options, scope: scopeOf(stage, options), index }
}

/** The scope of a stage with these options. */
export function scopeOf(stage: Stage, options: Record<string, unknown>): Scope {
  return stage.scope === 'fold' ? (stage.scopeOf?.(options) ?? 'fold') : stage.scope
}

function bindHead(yaml: YamlText, issues: Issue[], value: unknown) {
  const evaluate =
    value !== null && typeof value === 'object' ? Reflect.get(value, 'evaluate') : null
  const entry =
    evaluate !== null && typeof evaluate === 'object' ? Reflect.get(evaluate, 'head') : null
  if (entry === null || entry === undefined) return undefined
  const at = ['evaluate', 'head']
  const one = oneEntry(yaml, issues, entry, at)
  if (one === undefined) return undefined
  const head = headNamed(one.use)
  if (head === undefined) {
    const near = didYouMean(
      one.use,
      allHeads.map((known) => known.use),
    )
    issues.push(issueAt(yaml, [...at, one.use], `no head "${one.use}"${near}`))
    return undefined
  }
  const options = bindOptions(yaml, issues, {
    at: [...at, one.use],
    schema: head.options,
    given: one.given,
  })
  return options === undefined ? undefined : { use: one.use, head, options }
}

function bindFigure(
  yaml: YamlText,
  issues: Issue[],
  entry: unknown,
  index: number,
): BoundFigure | undefined {
  const at = ['report', 'figures', index]
  const one = oneEntry(yaml, issues, entry, at)
  if (one === undefined) return undefined
  const figure = figureNamed(one.use)
  if (figure === undefined) {
    const near = didYouMean(
      one.use,
      figures.map((known) => known.use),
    )
    issues.push(issueAt(yaml, at, `no figure "${one.use}"${near}`))
    return undefined
  }
  const path = typeof entry === 'string' ? at : [...at, one.use]
  const bound = { at: path, schema: figure.options, given: one.given }
  const options = bindOptions(yaml, issues, bound)
  return options && { use: one.use, options }
}

function bindOptions(
  yaml: YamlText,
  issues: Issue[],
  bound: { at: IssuePath; schema: z.ZodObject; given: unknown },
): Record<string, unknown> | undefined {
  const parsed = bound.schema.safeParse(bound.given)
  if (parsed.success) return parsed.data
  issues.push(...zodIssues(yaml, parsed.error, bound.schema, bound.at))
  return undefined
}
