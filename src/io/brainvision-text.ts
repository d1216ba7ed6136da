import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'

/** One `key=value` of a file, and where its line begins. */
export interface TextEntry {
  /** As the file has it. */
  readonly key: string
  readonly value: string
  /** Offset of the line, bytes. */
  readonly byte: number
}

/** A text file of sections, as the formats of BrainVision are: `[Name]`, then `key=value`. */
export interface SectionedText {
  readonly file: string
  /** The first line. */
  readonly title: string
  /** Entries by the name of the section in lower case. */
  readonly sections: ReadonlyMap<string, readonly TextEntry[]>
}

/** No header or list of markers is larger. */
const mostBytes = 64 * 1024 * 1024

/**
 * Reads a header or marker file of BrainVision, in UTF-8 or the code page of Windows (1252).
 *
 * The entry `Codepage` decides; what is no UTF-8 is of the code page. Lines that begin with `;` are
 * comments; what stands below `[Comment]` is text for people and is not read.
 *
 * @param kind what the title must name
 * @throws {NeurarrowError} `file-corrupt` when the title is another, `file-too-large`
 * @see BrainVision Core Data Format 1.0, Brain Products
 */
export async function readSectionedText(
  source: Source,
  kind: 'header' | 'marker',
): Promise<SectionedText> {
  const { name: file, size } = source
  if (size > mostBytes) fail('file-too-large', { file, byte: mostBytes, size })
  const bytes = await source.read(0, size)
  const lines = linesOf(bytes)
  const title = lines[0]?.text.replace(/^\ufeff/, '').trim() ?? ''
  const wanted = new RegExp(`^brain ?vision.* data.* ${kind} file`, 'i')
  if (!wanted.test(title)) {
    const expected = `the title of a ${kind} file of BrainVision`
    fail('file-corrupt', { file, byte: 0, expected, found: title.slice(0, 80) })
  }
  return { file, title, sections: sectionsOf(lines) }
}

/**
 * The entry of a section.
 *
 * @throws {NeurarrowError} `file-corrupt` when there is none
 */
export function entryOf(
  { file, sections }: SectionedText,
  section: string,
  key: string,
): TextEntry {
  const found = findEntry({ sections }, section, key)
  return found ?? fail('file-corrupt', { file, byte: 0, section, missing: key })
}

/** The entry of a section, if there is one that says anything. */
export function findEntry(
  { sections }: Pick<SectionedText, 'sections'>,
  section: string,
  key: string,
): TextEntry | undefined {
  const entries = sections.get(section.toLowerCase()) ?? []
  const wanted = key.toLowerCase()
  return entries.find((entry) => entry.key.toLowerCase() === wanted && entry.value !== '')
}

interface Line {
  readonly text: string
  readonly byte: number
}

function linesOf(bytes: Uint8Array): Line[] {
  const decode = decoderFor(bytes)
  const lines: Line[] = []
  for (let byte = 0; byte < bytes.length; ) {
    const found = bytes.indexOf(10, byte)
    const end = found < 0 ? bytes.length : found
    lines.push({ text: decode(bytes.subarray(byte, end)).replace(/\r$/, ''), byte })
    byte = end + 1
  }
  return lines
}

function decoderFor(bytes: Uint8Array): (bytes: Uint8Array) => string {
  const ascii = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const stated = /^Codepage=(.+)$/im.exec(ascii)?.[1].trim() ?? 'UTF-8'
  const windows = new TextDecoder('windows-1252')
  const unicode = new TextDecoder('utf-8', { fatal: true })
  try {
    unicode.decode(bytes)
    if (/^utf-?8$/i.test(stated)) return (line) => unicode.decode(line)
  } catch {
    return (line) => windows.decode(line)
  }
  return (line) => windows.decode(line)
}

function sectionsOf(lines: readonly Line[]): Map<string, TextEntry[]> {
  const sections = new Map<string, TextEntry[]>()
  let entries: TextEntry[] = []
  for (const { text, byte } of lines) {
    const name = /^\[(.+)\]\s*$/.exec(text)?.[1].toLowerCase()
    if (name === 'comment') break
    if (name !== undefined) {
      entries = sections.get(name) ?? []
      sections.set(name, entries)
    }
    const equals = text.indexOf('=')
    if (name !== undefined || equals < 1 || text.startsWith(';')) continue
    entries.push({ key: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim(), byte })
  }
  return sections
}
