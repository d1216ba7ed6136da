import * as z from 'zod'
import type { Head } from '../head.ts'
import type { Stage } from '../stage.ts'

/** One option of a stage or head, in words. */
export interface OptionLine {
  /** The key in YAML. */
  readonly name: string
  /** What may stand there: `number`, `fir | butterworth`, `list of [number, number]`. */
  readonly type: string
  /** Unit of its numbers, `1` when they have none; absent for text and switches. */
  readonly unit?: string
  /** What its numbers or list lengths are bound to, in words; absent without bounds. */
  readonly range?: string
  /** What stands there when it is left out, as YAML; absent when there is none. */
  readonly default?: string
  readonly required: boolean
  readonly description: string
}

/** Everything the reference says of a stage; plain data. */
export interface StageWords {
  readonly use: string
  readonly title: string
  readonly reads: readonly string[]
  readonly writes: string
  readonly scope: string
  readonly version: number
  readonly options: readonly OptionLine[]
  readonly cites: readonly string[]
}

/** Everything the reference says of a head; plain data. */
export interface HeadWords {
  readonly use: string
  readonly title: string
  readonly reads: string
  readonly predicts: string
  readonly version: number
  readonly options: readonly OptionLine[]
  readonly cites: readonly string[]
}

/** The part of JSON Schema that option schemas use. */
interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly items?: JsonSchema | false
  readonly prefixItems?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly default?: unknown
  readonly unit?: string
  readonly description?: string
}

/**
 * Puts an options schema into words, one line an option, in the order of the schema.
 *
 * Units, descriptions, defaults and ranges are read from the schema, so that they cannot differ
 * from what is checked.
 */
export function optionLines(schema: z.ZodObject): OptionLine[] {
  const { properties = {}, required = [] } = optionsJsonSchema(schema) as JsonSchema
  return Object.entries(properties).map(([name, option]) => ({
    name,
    type: typeWords(option),
    unit: option.unit,
    range: rangeWords(option) || undefined,
    default: option.default === undefined ? undefined : yamlValue(option.default),
    required: required.includes(name),
    description: option.description ?? '',
  }))
}

/** The JSON Schema of what may be written under a stage's or head's key. */
export function optionsJsonSchema(schema: z.ZodObject): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
}

/** What the reference says of a stage. */
export function describeStage(stage: Stage): StageWords {
  const { use, title, reads, writes, scope, version, options, cites = [] } = stage
  return { use, title, reads, writes, scope, version, options: optionLines(options), cites }
}

/** What the reference says of a head. */
export function describeHead(head: Head): HeadWords {
  const { use, title, reads, predicts, version, options, cites = [] } = head
  return { use, title, reads, predicts, version, options: optionLines(options), cites }
}

function typeWords(schema: JsonSchema): string {
  const branches = schema.anyOf ?? schema.oneOf
  if (branches) return [...new Set(branches.map(typeWords))].join(' | ')
  if (schema.const !== undefined) return yamlValue(schema.const)
  if (schema.enum) return schema.enum.map(yamlValue).join(' | ')
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeWords).join(', ')}]`
  if (schema.type === 'array')
    return `list of ${schema.items ? typeWords(schema.items) : 'anything'}`
  if (schema.type === 'object') return objectWords(schema)
  if (schema.type === 'integer') return 'whole number'
  if (schema.type === 'string') return 'text'
  if (schema.type === 'boolean') return 'true | false'
  return typeof schema.type === 'string' ? schema.type : 'anything'
}

function objectWords({ properties, required = [], additionalProperties }: JsonSchema): string {
  if (!properties || Object.keys(properties).length === 0) {
    const values = typeof additionalProperties === 'object' ? typeWords(additionalProperties) : ''
    return `map of names to ${values || 'anything'}`
  }
  const members = Object.entries(properties).map(
    ([name, member]) => `${name}${required.includes(name) ? '' : '?'}: ${typeWords(member)}`,
  )
  return `{ ${members.join(', ')} }`
}

/** Bounds in words; a union says those of each branch that has some. */
function rangeWords(schema: JsonSchema): string {
  const branches = schema.anyOf ?? schema.oneOf
  if (branches) return [...new Set(branches.map(rangeWords).filter((w) => w !== ''))].join(', or ')
  if (schema.type === 'array' && !schema.prefixItems) {
    const each = schema.items ? rangeWords(schema.items) : ''
    return [bounds(schema.minItems, schema.maxItems, ' entries'), each && `each ${each}`]
      .filter((words) => words !== '')
      .join(', ')
  }
  const { exclusiveMinimum, exclusiveMaximum } = schema
  const above = exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`
  const below = exclusiveMaximum === undefined ? '' : `below ${exclusiveMaximum}`
  return [above, below, bounds(schema.minimum, schema.maximum, '')]
    .filter((w) => w !== '')
    .join(', ')
}

function bounds(low: number | undefined, high: number | undefined, of: string): string {
  const from = low === undefined || low <= Number.MIN_SAFE_INTEGER ? undefined : low
  const to = high === undefined || high >= Number.MAX_SAFE_INTEGER ? undefined : high
  if (from !== undefined && to !== undefined) {
    return from === to ? `${from}${of}` : `${from} to ${to}${of}`
  }
  if (from !== undefined) return from === 1 && of ? 'at least 1 entry' : `at least ${from}${of}`
  return to === undefined ? '' : `at most ${to}${of}`
}

/** A value as YAML in one line; text that needs no quotes has none. */
function yamlValue(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z][\w.-]*$/.test(value)) return value
  if (Array.isArray(value)) return `[${value.map(yamlValue).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(([name, member]) => `${name}: ${yamlValue(member)}`)
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
  }
  return JSON.stringify(value)
}
