import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseCard } from '../document.ts'
import { fail } from '../errors.ts'
import { fileSha256 } from '../file-sha256.ts'
import { regionsOfTsv } from '../io/regions.ts'
import { withFile } from '../io/source.ts'
import { parseTsv, readText, type Tsv } from '../io/tsv.ts'
import type { Source } from '../reader.ts'
import type { Table } from '../tables/table.ts'
import { atlasFolder } from './atlas.ts'
import { type AtlasFacts, atlasSchema } from './atlas-schema.ts'

/**
 * Reads the regions of an atlas from its card: order, names, labels, networks, places.
 *
 * The table stands in the card, or in a file of its own that the card pins: separated by tabs,
 * commas (`.csv`) or spaces, with or without a header line. `networkFrom` takes the network out of
 * each name.
 *
 * @param source the card
 * @throws {NeurarrowError} `atlas-invalid`, `file-missing`, `checksum-mismatch`, and as
 *   `readRegions`
 */
export async function readAtlasRegions(source: Source): Promise<Table<'features'>> {
  const card = parseCard(await readText(source), atlasSchema, source.name, 'atlas-invalid')
  const { regions } = card
  if (typeof regions === 'string') return regionsOfTsv(parseTsv(regions, source.name))
  const path = join(atlasFolder(card), regions.file)
  if (!existsSync(path)) {
    const remedy = regions.from ? `neurarrow fetch atlas:${card.name}` : 'put it into this folder'
    fail('file-missing', { atlas: card.name, file: path, remedy })
  }
  const found = await fileSha256(path)
  if (found !== regions.sha256) {
    fail('checksum-mismatch', { file: path, expected: regions.sha256, found })
  }
  return regionsOfTsv(await withFile(path, (text) => ownTable(text, regions)))
}

type RegionsFile = Exclude<AtlasFacts['regions'], string>

/** A file with the columns that `readRegions` knows, whatever they were called. */
async function ownTable(source: Source, rules: RegionsFile): Promise<Tsv> {
  const rows = rowsOf(await readText(source), rules.file)
  const header = rules.columns ?? rows.shift() ?? []
  const at = (column: string) => {
    const index = header.indexOf(column)
    return index >= 0
      ? index
      : fail('column-missing', { file: rules.file, column, columns: header })
  }
  const { name, index, network, places, networkFrom } = rules
  const taken: [string, number][] = [['name', at(name)]]
  if (index !== undefined) taken.push(['index', at(index)])
  if (network !== undefined) taken.push(['network', at(network)])
  for (const [axis, column] of (places ?? []).entries()) taken.push(['xyz'[axis], at(column)])
  const pattern = networkFrom === undefined ? undefined : new RegExp(networkFrom)
  const columns = [...taken.map(([known]) => known), ...(pattern ? ['network'] : [])]
  const own = rows.map((cells) => {
    const kept = taken.map(([, from]) => cells[from] ?? '')
    return pattern ? [...kept, pattern.exec(kept[0])?.[1] ?? ''] : kept
  })
  const first = rules.columns === undefined ? 2 : 1
  return { file: source.name, columns, rows: own, lines: own.map((_, r) => r + first) }
}

function rowsOf(text: string, file: string): string[][] {
  if (file.toLowerCase().endsWith('.csv')) {
    const tsv = parseTsv(text, file)
    return [[...tsv.columns], ...tsv.rows.map((cells) => [...cells])]
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const separator = lines[0]?.includes('\t') ? '\t' : /\s+/
  return lines.map((line) => line.trim().split(separator))
}
