import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { parseCard } from '../document.ts'
import { fail } from '../errors.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import { canonicalJson } from './key.ts'

const expectSchema = z.strictObject({
  subjects: z.int().min(1).meta({ unit: '1', description: 'with so many subjects' }),
  rows: z.int().min(1).meta({ unit: '1', description: 'there are so many windows' }),
})

/** A protocol: everything about an evaluation that must not be chosen by who compares with it. */
export const protocolSchema = z.strictObject({
  name: z.string().min(1).meta({ description: 'names the file' }),
  version: z.int().min(1).meta({ unit: '1', description: 'raised when scores may change' }),
  title: z.string().min(1).meta({ description: 'one line for people' }),
  description: z.string().default('').meta({ description: 'what is fixed, and where it is from' }),
  cite: z.array(z.string()).default([]).meta({ description: 'DOIs or references' }),
  dataset: z.string().optional().meta({ description: 'the data set it is for; any without it' }),
  subjects: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({ description: 'the subjects it is for, unless others are asked for' }),
  lengthS: z.number().positive().optional().meta({ unit: 's', description: 'of each window' }),
  channels: z.int().min(1).optional().meta({ unit: '1', description: 'that windows are cut from' }),
  rateHz: z
    .number()
    .positive()
    .optional()
    .meta({ unit: 'Hz', description: 'at which windows are cut' }),
  expect: z
    .array(expectSchema)
    .default([])
    .meta({ description: 'numbers of windows that are checked, by number of subjects' }),
  evaluate: z
    .record(z.string(), z.unknown())
    .meta({ description: 'what it fixes of the evaluation of a pipeline' }),
})

export type Protocol = z.output<typeof protocolSchema>

/** Folders of protocols: those that come with neurarrow, then those of the working folder. */
function protocolRoots(): string[] {
  const own = fileURLToPath(new URL('../../pipelines/protocols', import.meta.url))
  return [...new Set([own, join(process.cwd(), 'pipelines', 'protocols')])]
}

/** Names of all protocols, sorted. */
export function listProtocols(roots: readonly string[] = protocolRoots()): string[] {
  const files = roots.filter(existsSync).flatMap((root) => readdirSync(root))
  const names = files.filter((file) => file.endsWith('.yaml'))
  return [...new Set(names.map((file) => basename(file, '.yaml')))].sort()
}

/**
 * Reads a protocol.
 *
 * @throws {NeurarrowError} `protocol-unknown` with those there are, `document-invalid`
 */
export function loadProtocol(name: string, roots: readonly string[] = protocolRoots()): Protocol {
  const file = roots.map((root) => join(root, `${name}.yaml`)).find(existsSync)
  if (file === undefined || name !== basename(name)) {
    const known = listProtocols(roots)
    const remedy = didYouMean(name, known).slice(2) || undefined
    return fail('protocol-unknown', { protocol: name, known, remedy })
  }
  return parseCard(readFileSync(file, 'utf8'), protocolSchema, file, 'document-invalid')
}

/**
 * The evaluation of a document with what the protocol fixes; nothing is changed in the document.
 *
 * @returns the names of what the document says otherwise than the protocol
 */
export function withProtocol(
  evaluate: Readonly<Record<string, unknown>>,
  protocol: Protocol,
): { evaluate: Record<string, unknown>; conflicts: string[] } {
  const conflicts = Object.keys(protocol.evaluate).filter(
    (key) => key in evaluate && !isSame(evaluate[key], protocol.evaluate[key]),
  )
  return { evaluate: { ...protocol.evaluate, ...evaluate }, conflicts }
}

/** Members of an official split are filled in from the card, and defaults by the schema. */
function isSame(given: unknown, fixed: unknown): boolean {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    return canonicalJson(given) === canonicalJson(fixed)
  }
  const { members: _, ...plain } = given as Record<string, unknown>
  return Object.entries(Object(fixed)).every(([key, value]) => isSame(plain[key], value))
}
