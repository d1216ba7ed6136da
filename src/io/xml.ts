import { fail } from '../errors.ts'

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** All text directly inside, joined. */
  readonly text: string
  /** Byte of its tag, as far as the document is ASCII. */
  readonly byte: number
}

interface Open {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: XmlElement[]
  readonly texts: string[]
  readonly byte: number
}

/** Elements inside each other; deeper documents are refused. */
const deepest = 64

/**
 * Parses an XML document: elements, attributes, text, CDATA, comments; entities of XML and numbers
 * alone. A document type is skipped without being obeyed, so nothing outside is ever read.
 *
 * @param file for messages
 * @throws {NeurarrowError} `file-corrupt` with the byte, `file-truncated` when it ends too early
 */
export function parseXml(text: string, file: string): XmlElement {
  const stack: Open[] = []
  let root: XmlElement | undefined
  const corrupt = (byte: number, expected: string) => fail('file-corrupt', { file, byte, expected })
  for (let at = 0; at < text.length; ) {
    const { end, kind, start } = nextPart(text, at, file)
    const top = stack[stack.length - 1]
    if (kind === 'text' || kind === 'cdata') {
      const raw = kind === 'text' ? text.slice(at, end) : text.slice(at + 9, end - 3)
      if (top) top.texts.push(kind === 'text' ? decoded(raw, file, at) : raw)
      else if (raw.replace(/^\ufeff/, '').trim() !== '') corrupt(at, 'an element')
    } else if (kind === 'close') {
      const name = text.slice(at + 2, end - 1).trim()
      if (top?.name !== name) corrupt(at, `the end of ${top?.name ?? 'the document'}`)
      stack.pop()
      root = closed(stack, top) ?? root
    } else if (kind === 'open') {
      if (root || stack.length >= deepest) corrupt(at, 'one element, not too deep')
      const isEmpty = text[end - 2] === '/'
      const made = opened(text.slice(at + 1, end - (isEmpty ? 2 : 1)), file, start)
      if (isEmpty) root = closed(stack, made) ?? root
      else stack.push(made)
    }
    at = end
  }
  if (root && stack.length === 0) return root
  const byte = text.length
  return fail('file-truncated', { file, byte, expected: stack.at(-1)?.name ?? 'an element' })
}

type Kind = 'text' | 'cdata' | 'skip' | 'open' | 'close'

function nextPart(text: string, at: number, file: string) {
  const until = (mark: string, from: number) => {
    const found = text.indexOf(mark, from)
    if (found < 0) fail('file-truncated', { file, byte: text.length, expected: mark })
    return found + mark.length
  }
  const part = (kind: Kind, end: number) => ({ kind, end, start: at })
  if (text[at] !== '<') {
    const next = text.indexOf('<', at)
    return part('text', next < 0 ? text.length : next)
  }
  if (text.startsWith('<!--', at)) return part('skip', until('-->', at + 4))
  if (text.startsWith('<![CDATA[', at)) return part('cdata', until(']]>', at + 9))
  if (text.startsWith('<?', at)) return part('skip', until('?>', at + 2))
  if (text.startsWith('<!', at)) {
    const inner = text.indexOf('[', at)
    const end = until('>', at)
    return part('skip', inner >= 0 && inner < end ? until(']>', inner) : end)
  }
  return part(text[at + 1] === '/' ? 'close' : 'open', until('>', at))
}

/** Puts a finished element into the one around it; gives it back when there is none. */
function closed(stack: readonly Open[], open: Open | undefined): XmlElement | undefined {
  if (open === undefined) return undefined
  const { texts, ...element } = open
  const whole: XmlElement = { ...element, text: texts.join('') }
  const around = stack[stack.length - 1]
  around?.children.push(whole)
  return around ? undefined : whole
}

function opened(tag: string, file: string, byte: number): Open {
  const [, name = '', rest = ''] = /^([A-Za-z_][\w.:-]*)([\s\S]*)$/.exec(tag) ?? []
  const attributes: Record<string, string> = {}
  const pattern = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
  let end = 0
  for (let found = pattern.exec(rest); found; found = pattern.exec(rest)) {
    attributes[found[1]] = decoded(found[2] ?? found[3] ?? '', file, byte)
    end = pattern.lastIndex
  }
  if (name === '' || rest.slice(end).trim() !== '') {
    fail('file-corrupt', { file, byte, found: tag.slice(0, 60), expected: 'a tag' })
  }
  return { name, attributes, children: [], texts: [], byte }
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

function decoded(text: string, file: string, byte: number): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x?[0-9a-fA-F]{1,6}|\w*);?/g, (whole, name: string) => {
    const code = name.startsWith('#x') ? Number(`0x${name.slice(2)}`) : Number(name.slice(1))
    if (name.startsWith('#') && code <= 0x10ffff) return String.fromCodePoint(code)
    const known = whole.endsWith(';') ? entities[name] : undefined
    return known ?? fail('file-corrupt', { file, byte, found: whole, expected: 'an entity of XML' })
  })
}

/** The children of a name, in order. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name)
}

/** The pairs of name and value of a `MetaData` element below this one. */
export function metadataOf(element: XmlElement): Record<string, string> {
  const pairs = childrenOf(element, 'MetaData').flatMap((data) => childrenOf(data, 'MD'))
  return Object.fromEntries(
    pairs.map((pair) => {
      const word = (name: string) => childrenOf(pair, name)[0]?.text.trim() ?? ''
      return [word('Name'), word('Value')]
    }),
  )
}
