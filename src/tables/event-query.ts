import { fail } from '../errors.ts'
import type { Event } from './events.ts'

/** Whether an event is wanted. */
export type EventQuery = (event: Event) => boolean

/**
 * Reads a condition on the columns of events, such as
 * `trial_type == 'target' and response_time < 0.8 and not (value in [3, 4])`.
 *
 * Columns are `label`, `onsetS`, `durationS` and those of the file; a name with other characters
 * than letters, digits and `_` stands in backquotes. Two numbers are compared as numbers, else
 * `==`, `!=` and `in` compare words. A cell that is missing fulfils no comparison.
 *
 * @throws {SyntaxError} with the place in the text, from 1
 * @see pandas.DataFrame.query, which `mne.Epochs` selects by
 */
export function parseEventQuery(text: string): EventQuery {
  const words = wordsOf(text)
  const reader: Reader = { words, at: 0, end: text.length + 1 }
  const query = either(reader)
  const rest = reader.words[reader.at]
  if (rest) throw new SyntaxError(`"${rest.text}" at ${rest.from} is not expected`)
  return query
}

interface Word {
  readonly text: string
  readonly kind: 'name' | 'text' | 'number' | 'sign'
  readonly from: number
}

interface Reader {
  readonly words: readonly Word[]
  at: number
  readonly end: number
}

const shapes = [
  ['text', /'[^']*'|"[^"]*"/y],
  ['number', /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy],
  ['name', /[a-z_]\w*|`[^`]+`/iy],
  ['sign', /==|!=|<=|>=|<|>|\(|\)|\[|\]|,/y],
] as const

function wordsOf(text: string): Word[] {
  const words: Word[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at++
      continue
    }
    const found = shapes.flatMap(([kind, shape]) => {
      shape.lastIndex = at
      const [match] = shape.exec(text) ?? []
      return match === undefined ? [] : [{ kind, text: match, from: at + 1 }]
    })
    if (found.length === 0) throw new SyntaxError(`"${text[at]}" at ${at + 1} is not understood`)
    words.push(found[0])
    at += found[0].text.length
  }
  return words
}

function isNext({ words, at }: Reader, ...texts: readonly string[]): boolean {
  const word = words[at]
  return word !== undefined && word.kind !== 'text' && texts.includes(word.text)
}

function take(reader: Reader, ...texts: readonly string[]): string {
  const word = reader.words[reader.at]
  if (!isNext(reader, ...texts)) {
    const place = word ? `"${word.text}" at ${word.from}` : `the end at ${reader.end}`
    throw new SyntaxError(`${texts.join(' or ')} is expected instead of ${place}`)
  }
  reader.at++
  return word.text
}

function either(reader: Reader): EventQuery {
  const parts = [both(reader)]
  while (isNext(reader, 'or')) {
    reader.at++
    parts.push(both(reader))
  }
  return (event) => parts.some((part) => part(event))
}

function both(reader: Reader): EventQuery {
  const parts = [one(reader)]
  while (isNext(reader, 'and')) {
    reader.at++
    parts.push(one(reader))
  }
  return (event) => parts.every((part) => part(event))
}

function one(reader: Reader): EventQuery {
  if (isNext(reader, 'not')) {
    reader.at++
    const part = one(reader)
    return (event) => !part(event)
  }
  if (isNext(reader, '(')) {
    reader.at++
    const part = either(reader)
    take(reader, ')')
    return part
  }
  return comparison(reader)
}

type Value = (event: Event) => string | undefined

function comparison(reader: Reader): EventQuery {
  const left = value(reader)
  const sign = take(reader, '==', '!=', '<', '<=', '>', '>=', 'in')
  if (sign === 'in') {
    const list = values(reader)
    return (event) => list.some((right) => holds('==', left(event), right(event)))
  }
  const right = value(reader)
  return (event) => holds(sign, left(event), right(event))
}

function values(reader: Reader): Value[] {
  take(reader, '[')
  const list = [value(reader)]
  while (isNext(reader, ',')) {
    reader.at++
    list.push(value(reader))
  }
  take(reader, ']')
  return list
}

function value(reader: Reader): Value {
  const word = reader.words[reader.at]
  const isValue = word && word.kind !== 'sign' && !['and', 'or', 'not', 'in'].includes(word.text)
  if (!isValue) {
    const place = word ? `"${word.text}" at ${word.from}` : `the end at ${reader.end}`
    throw new SyntaxError(`a column or a value is expected instead of ${place}`)
  }
  reader.at++
  if (word.kind === 'text') return () => word.text.slice(1, -1)
  if (word.kind === 'number') return () => word.text
  const name = word.text.replaceAll('`', '')
  return (event) => cell(event, name)
}

function cell(event: Event, name: string): string | undefined {
  const { fields = {} } = event
  const own: Readonly<Record<string, string>> = {
    ...fields,
    label: event.label,
    onsetS: String(event.onsetS),
    durationS: String(event.durationS),
  }
  const found = own[name]
  if (found === undefined) fail('column-missing', { column: name, columns: Object.keys(own) })
  return found === '' ? undefined : found
}

function holds(sign: string, left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false
  const [a, b] = [Number(left), Number(right)]
  const areNumbers = !Number.isNaN(a) && !Number.isNaN(b)
  if (sign === '==') return areNumbers ? a === b : left === right
  if (sign === '!=') return areNumbers ? a !== b : left !== right
  if (!areNumbers) return false
  if (sign === '<') return a < b
  if (sign === '<=') return a <= b
  return sign === '>' ? a > b : a >= b
}
