import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { readText } from './tsv.ts'

/** Members of a JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * Reads a JSON file that holds an object.
 *
 * @throws {NeurarrowError} as `parseJsonObject` and `readText`
 */
export async function readJsonObject(source: Source): Promise<JsonObject> {
  return parseJsonObject(await readText(source), source.name)
}

/**
 * Parses a JSON object, with or without a byte order mark.
 *
 * @param file for messages
 * @throws {NeurarrowError} `file-corrupt` with line and column where the text is no JSON, or when
 *   it holds something else than an object
 */
export function parseJsonObject(text: string, file: string): JsonObject {
  const value = parse(text.replace(/^\ufeff/, ''), file)
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return value as JsonObject
  }
  return fail('file-corrupt', { file, line: 1, column: 1, byte: 0, expected: 'an object' })
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const told = /position (\d+)/.exec(message)?.[1]
    // engines name no position where the text ends too early
    const at = told === undefined ? text.length : Number(told)
    const before = text.slice(0, at).split('\n')
    const [line, column] = [before.length, (before.at(-1) ?? '').length + 1]
    const byte = Buffer.byteLength(text.slice(0, at))
    return fail('file-corrupt', { file, line, column, byte, expected: 'JSON' }, cause)
  }
}
