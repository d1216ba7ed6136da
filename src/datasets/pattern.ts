import { posix } from 'node:path'

/** The named pieces of a path: what `{name}` stands for. */
export type Fields = Readonly<Record<string, string>>

/** A pattern of file paths, ready to be matched. */
export interface Pattern {
  readonly regex: RegExp
  /** Names of its fields, in order of appearance. */
  readonly fields: readonly string[]
}

/**
 * Compiles a pattern of paths: literal text, `{name}` for one piece without `/` and `_`, and
 * `{name:regex}`. A name that comes again must stand for the same text.
 *
 * The regular expression of a field may not hold groups, so that matching takes no undue time.
 *
 * @throws {RangeError} with what is wrong, for the issue list of the card
 */
export function compilePattern(pattern: string): Pattern {
  const fields: string[] = []
  let source = ''
  let at = 0
  while (at < pattern.length) {
    if (pattern[at] !== '{') {
      source += escaped(pattern[at++])
      continue
    }
    const end = closingBrace(pattern, at)
    source += fieldSource(pattern.slice(at + 1, end), fields)
    at = end + 1
  }
  if (fields.length === 0) throw new RangeError('a pattern needs a field such as {subject}')
  return { regex: new RegExp(`^${source}$`), fields }
}

/** The fields of a path, or `undefined` when the pattern does not match it. */
export function matchPath(pattern: Pattern, path: string): Fields | undefined {
  const match = pattern.regex.exec(path)
  return match?.groups === undefined ? undefined : { ...match.groups }
}

/** The names of the fields that a template such as `Subject{number}` uses. */
export function templateFields(template: string): string[] {
  return Array.from(template.matchAll(/\{(\w+)\}/g), ([, name]) => name)
}

/**
 * Puts fields into a template.
 *
 * @throws {RangeError} a field is not known
 */
export function fillTemplate(template: string, fields: Fields): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!Object.hasOwn(fields, name)) throw new RangeError(`there is no field {${name}}`)
    return fields[name]
  })
}

/**
 * Checks and normalises a path inside the folder of a data set: relative, with `/`, not leaving it.
 *
 * @throws {RangeError} the path is absolute, has a backslash or a zero byte, or leaves the folder
 */
export function insidePath(path: string): string {
  const normal = posix.normalize(path)
  const leaves = normal === '..' || normal.startsWith('../') || posix.isAbsolute(normal)
  const drive = /^[A-Za-z]:/.test(path)
  if (leaves || drive || /[\\\0]/.test(path) || normal === '.' || normal.endsWith('/')) {
    throw new RangeError(`"${path}" is not a path inside the data set's folder`)
  }
  return normal
}

function fieldSource(inside: string, fields: string[]): string {
  const colon = inside.indexOf(':')
  const name = colon < 0 ? inside : inside.slice(0, colon)
  if (!/^[A-Za-z]\w*$/.test(name)) throw new RangeError(`"{${inside}}" does not begin with a name`)
  if (fields.includes(name)) {
    if (colon >= 0) throw new RangeError(`{${name}} comes again: write it without an expression`)
    return `\\k<${name}>`
  }
  fields.push(name)
  const expression = colon < 0 ? '[^/_]+' : inside.slice(colon + 1)
  if (/[()]/.test(expression)) throw new RangeError(`the expression of {${name}} holds a group`)
  try {
    return new RegExp(`(?<${name}>${expression})`).source
  } catch {
    throw new RangeError(`"${expression}" is no regular expression`)
  }
}

/** The brace that closes the one at `from`; braces inside it (`\d{2}`) are counted. */
function closingBrace(pattern: string, from: number): number {
  let depth = 0
  for (let at = from; at < pattern.length; at++) {
    if (pattern[at] === '{') depth++
    else if (pattern[at] === '}' && --depth === 0) return at
  }
  throw new RangeError('a brace is not closed')
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
}
