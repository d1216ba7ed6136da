import { fail } from '../errors.ts'
import { parseTsv, readText } from '../io/tsv.ts'
import { parseXml, type XmlElement } from '../io/xml.ts'
import type { Source } from '../reader.ts'

/** The cells of a table of regions, whatever its format. */
export interface AtlasRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Line of the first row, from 1; 1 where rows are elements. */
  readonly firstLine: number
}

/**
 * Reads a table of regions as others publish it: separated by tabs, commas (`.csv`) or spaces, or
 * `.xml` with an element `label` for each region, whose columns are its attributes, the elements
 * inside it and its `text`.
 *
 * @param columns names of the columns, of a file without a header line; not of `.xml`
 * @throws {NeurarrowError} `file-empty`, `file-corrupt` with the line for rows of other lengths
 */
export async function readAtlasRows(
  source: Source,
  columns?: readonly string[],
): Promise<AtlasRows> {
  const { name: file } = source
  const text = await readText(source)
  const lower = file.toLowerCase()
  if (lower.endsWith('.xml')) return rowsOfXml(parseXml(text, file), file)
  const all = lower.endsWith('.csv') ? quoted(text, file) : separated(text)
  const header = columns ?? all.shift()
  const firstLine = columns ? 1 : 2
  if (header === undefined || all.length === 0) return fail('file-empty', { file })
  const wrong = all.findIndex((cells) => cells.length < header.length)
  if (wrong >= 0) {
    const facts = { expected: header.length, found: all[wrong].length }
    fail('file-corrupt', { file, line: wrong + firstLine, ...facts })
  }
  return { columns: header.map((name) => name.trim()), rows: all, firstLine }
}

function quoted(text: string, file: string): string[][] {
  const { columns, rows } = parseTsv(text, file)
  return [[...columns], ...rows.map((cells) => [...cells])]
}

function separated(text: string): string[][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const separator = lines[0]?.includes('\t') ? '\t' : /\s+/
  return lines.map((line) => line.trim().split(separator))
}

function rowsOfXml(root: XmlElement, file: string): AtlasRows {
  const labels = elementsNamed(root, 'label').map(({ attributes, children, text }) => ({
    ...attributes,
    ...Object.fromEntries(children.map((child) => [child.name, child.text.trim()])),
    text: text.trim(),
  }))
  const columns = [...new Set(labels.flatMap((label) => Object.keys(label)))]
  if (labels.length === 0) fail('file-empty', { file, expected: 'elements named label' })
  const rows = labels.map((label: Record<string, string>) => columns.map((c) => label[c] ?? ''))
  return { columns, rows, firstLine: 1 }
}

function elementsNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) =>
    child.name === name ? [child] : elementsNamed(child, name),
  )
}
