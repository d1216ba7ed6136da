import { canonicalJson } from './key.ts'

/** One thing that is not as it was. */
export interface Difference {
  /** A path of keys with dots: `options.lowHz`. */
  readonly field: string
  readonly before?: unknown
  readonly now?: unknown
}

/** The leaves in which two JSON values differ, below `path`; lists are compared whole. */
export function differencesBetween(path: string, before: unknown, now: unknown): Difference[] {
  if (before === undefined && now === undefined) return []
  if (canonicalJson(before) === canonicalJson(now)) return []
  if (!isObject(before) || !isObject(now)) return [{ field: path, before, now }]
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  return keys.flatMap((key) =>
    differencesBetween(path === '' ? key : `${path}.${key}`, before[key], now[key]),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
