import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
} from 'yaml'
import * as z from 'zod'
import { type Code, fail } from './errors.ts'
import { didYouMean } from './kernels/nearest-name.ts'

// A schema parses one document a process: compiling it first takes longer than parsing.
z.config({ jitless: true })

/** One mistake in a document, with its place. */
export interface Issue {
  readonly line: number
  readonly column: number
  /** Where in the document, for instance `stages[1].bandpass.highHz`. */
  readonly path: string
  readonly message: string
}

/** A YAML document with the places of everything in it. */
export interface YamlText {
  readonly value: unknown
  readonly issues: readonly Issue[]
  readonly document: Document
  readonly lines: LineCounter
}

/** Path of an issue: keys and positions from the root. */
export type IssuePath = readonly PropertyKey[]

/**
 * Parses YAML 1.2 without custom tags, with unique keys and at most 100 aliases.
 *
 * Syntax mistakes are returned as issues, all of them; then `value` is `undefined`.
 */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter()
  const options = { lineCounter: lines, uniqueKeys: true, strict: true, customTags: [] }
  const document = parseDocument(text, options)
  const wrong = [...document.errors, ...document.warnings]
  const issues = wrong.map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    return {
      line,
      column: col,
      path: '',
      message: error.message.split('\n')[0].replace(/ at line.*$/, ''),
    }
  })
  if (issues.length > 0) return { value: undefined, issues, document, lines }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), issues, document, lines }
  } catch (thrown) {
    // The library raises a plain error for too many aliases, and knows no place.
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    const issue = { line: 1, column: 1, path: '', message }
    return { value: undefined, issues: [issue], document, lines }
  }
}

/** Line and column, from 1, of what a path names, or of the nearest thing around it that exists. */
export function placeOf(yaml: YamlText, path: IssuePath): { line: number; column: number } {
  let node: unknown = yaml.document.contents
  let offset = 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step)
      if (!isPair(pair)) break
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = isNode(node) ? (node.range?.[0] ?? offset) : offset
    } else break
  }
  const { line, col } = yaml.lines.linePos(offset)
  return { line, column: col }
}

/** An issue at a path, with its place in the document. */
export function issueAt(yaml: YamlText, path: IssuePath, message: string): Issue {
  return { ...placeOf(yaml, path), path: showPath(path), message }
}

/** `stages[1].bandpass.highHz` */
export function showPath(path: IssuePath): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
  return steps.join('').replace(/^\./, '')
}

/**
 * What zod found, as issues with places; unknown keys are named one by one with the nearest known.
 *
 * @param at path of the parsed value in the document
 */
export function zodIssues(
  yaml: YamlText,
  error: z.ZodError,
  schema: z.ZodType,
  at: IssuePath = [],
): Issue[] {
  const told = (issues: readonly z.core.$ZodIssue[], above: IssuePath): Issue[] =>
    issues.flatMap((issue) => {
      const inside = [...above, ...issue.path]
      const path = [...at, ...inside]
      const meant = issue.code === 'invalid_union' ? branchMeant(issue.errors) : undefined
      if (meant) return told(meant, inside)
      if (issue.code !== 'unrecognized_keys') return [issueAt(yaml, path, wordsOf(issue))]
      return issue.keys.map((key) => {
        const near = didYouMean(key, keysAt(schema, inside))
        return issueAt(yaml, [...path, key], `unknown key "${key}"${near}`)
      })
    })
  return told(error.issues, [])
}

/** The message of an issue; that nothing is where a value must be is said as such. */
function wordsOf({ code, message }: z.core.$ZodIssue): string {
  return code === 'invalid_type' && message.endsWith('received undefined') ? 'missing' : message
}

/** Of the issues of each choice of a union, those of the only one of the value's type. */
function branchMeant(errors: readonly (readonly z.core.$ZodIssue[])[]) {
  const fitting = errors.filter(
    (issues) => !issues.some(({ code, path }) => path.length === 0 && code === 'invalid_type'),
  )
  return fitting.length === 1 ? fitting[0] : undefined
}

/** The keys that a schema knows where a path ends; none where it is not an object. */
function keysAt(schema: z.ZodType, path: IssuePath): string[] {
  const inner = unwrapped(schema)
  const [step, ...rest] = path
  if (inner instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(inner.shape)
    const next: unknown = inner.shape[String(step)]
    return next instanceof z.ZodType ? keysAt(next, rest) : []
  }
  if (inner instanceof z.ZodUnion) {
    return inner.options.flatMap((option) => keysAt(option as z.ZodType, path))
  }
  if (inner instanceof z.ZodArray) return keysAt(inner.element as z.ZodType, rest)
  if (inner instanceof z.ZodRecord) return keysAt(inner.valueType as z.ZodType, rest)
  return []
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  return wraps ? unwrapped(schema.unwrap() as z.ZodType) : schema
}

/**
 * Reads a YAML document by its schema; all mistakes are reported at once.
 *
 * @param code the failure that names the document: `dataset-invalid`, `model-invalid`
 * @throws {NeurarrowError} `code` with `issues`, each with line and column from 1
 */
export function parseCard<S extends z.ZodType>(
  text: string,
  schema: S,
  file: string,
  code: Code = 'model-invalid',
): z.output<S> {
  const yaml = readYaml(text)
  if (yaml.issues.length > 0) fail(code, { file, issues: yaml.issues })
  const parsed = schema.safeParse(yaml.value)
  if (parsed.success) return parsed.data
  return fail(code, { file, issues: zodIssues(yaml, parsed.error, schema) })
}
