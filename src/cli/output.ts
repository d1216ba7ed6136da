import { asFailure, catalogue, type ExitCode, type NeurarrowError } from '../errors.ts'

/** Where text goes: `process.stdout` and `process.stderr`, or anything with `write`. */
export interface Sink {
  write(text: string): unknown
}

/**
 * Writes rows under a heading in aligned plain columns; columns of numbers stand to the right.
 *
 * @param heading one word for each column; without words no heading is written
 * @param rows cells as they are shown; `undefined` is shown as `-`
 */
export function printTable(
  heading: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
  sink: Sink = process.stdout,
): void {
  const cells = rows.map((row) => row.map((cell) => (cell === undefined ? '-' : oneLine(cell))))
  const all = heading.some((word) => word !== '') ? [[...heading], ...cells] : cells
  const widths = heading.map((_, c) => Math.max(0, ...all.map((row) => width(row[c] ?? ''))))
  const right = heading.map(
    (_, c) => rows.length > 0 && rows.every((row) => typeof (row[c] ?? 0) === 'number'),
  )
  for (const row of all) {
    const padded = row.map((cell, c) => {
      const space = ' '.repeat(widths[c] - width(cell))
      return right[c] ? space + cell : cell + space
    })
    sink.write(`${padded.join('  ').trimEnd()}\n`)
  }
}

/** Writes one JSON document, indented, and nothing else. */
export function printJson(value: unknown, sink: Sink = process.stdout): void {
  sink.write(`${JSON.stringify(value, null, 2)}\n`)
}

/**
 * Writes a line for people, apart from the result: to stderr.
 *
 * Control characters of foreign text (file names, annotations) are shown, not sent to the terminal.
 */
export function say(text: string, sink: Sink = process.stderr): void {
  sink.write(`${text.split('\n').map(oneLine).join('\n')}\n`)
}

/**
 * Reports what was thrown and tells how the command ends.
 *
 * For people `error: ...` goes to stderr: mistakes of a document one a line as
 * `file:line:column: ...`, facts one a line, then what would help. With `json` one document
 * `{error: {code, says, facts}}` goes to stdout.
 *
 * @returns the exit code of the failure
 */
export function reportFailure(
  thrown: unknown,
  json: boolean,
  sinks: { stdout: Sink; stderr: Sink } = process,
): ExitCode {
  const failure = asFailure(thrown)
  if (json) printJson({ error: failure.toJSON() }, sinks.stdout)
  else say(failureText(failure), sinks.stderr)
  return failure.exitCode
}

/** A failure in words for people, several lines without a newline at the end. */
export function failureText(failure: NeurarrowError): string {
  const { code, facts, cause } = failure
  const { issues, remedy, ...rest } = facts
  const lines = [`error: ${catalogue[code].says} (${code})`]
  if (Array.isArray(issues))
    lines.push(...issues.map((issue) => `  ${issueText(issue, facts.file)}`))
  for (const [name, fact] of Object.entries(rest)) {
    const isPlace = name === 'file' && Array.isArray(issues)
    if (fact !== undefined && !isPlace) lines.push(`  ${name}: ${shown(fact)}`)
  }
  if (typeof remedy === 'string') lines.push(`  try: ${remedy}`)
  if (code === 'internal') lines.push(...framesOf(cause instanceof Error ? cause : failure))
  return lines.join('\n')
}

function issueText(issue: unknown, file: unknown): string {
  if (issue === null || typeof issue !== 'object') return shown(issue)
  const { line, column, path, message, ...rest } = issue as Record<string, unknown>
  const place = [rest.file ?? file, line, column].filter((part) => part !== undefined).join(':')
  const where = typeof path === 'string' && path !== '' ? `${path}: ` : ''
  return `${place ? `${place}: ` : ''}${where}${message === undefined ? shown(issue) : message}`
}

/** Where it happened: what a report of a mistake of ours needs. */
function framesOf({ stack = '' }: Error): string[] {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return frames.slice(0, 4).map((frame) => `  ${frame.trim()}`)
}

/** Words of a list that are shown to people; JSON has all. */
const wordsShown = 40

function shown(fact: unknown): string {
  if (typeof fact === 'string') return fact
  const isWords = Array.isArray(fact) && fact.every((item) => typeof item === 'string')
  if (!isWords) return JSON.stringify(fact) ?? String(fact)
  const words = fact.slice(0, wordsShown).join(', ')
  return fact.length > wordsShown ? `${words}, ... (${fact.length} in all)` : words
}

/** Text as one line without control characters; those are written as `\xNN`. */
function oneLine(cell: string | number): string {
  const plain = Array.from(String(cell), (letter) => {
    const point = letter.codePointAt(0) ?? 0
    const isControl = point < 32 || (point >= 127 && point < 160)
    return isControl ? `\\x${point.toString(16).padStart(2, '0')}` : letter
  })
  return plain.join('')
}

/** Columns on a terminal: code points, which is right for all but wide East Asian letters. */
function width(text: string): number {
  return [...text].length
}

/** Text broken into lines of at most `columns`, between words; line breaks of the text are lost. */
export function paragraph(text: string, columns = 100): string {
  const lines = ['']
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    const last = lines[lines.length - 1]
    const joined = last === '' ? word : `${last} ${word}`
    if (last === '' || width(joined) <= columns) lines[lines.length - 1] = joined
    else lines.push(word)
  }
  return lines.join('\n')
}

const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** A number of bytes in the largest unit that leaves at least 1: `1.4 MB`. */
export function byteText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[power]}`
}

/** A time span for people: `8.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function timeText(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown'
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
