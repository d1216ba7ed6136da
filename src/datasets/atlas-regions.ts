import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseCard } from '../document.ts'
import { fail } from '../errors.ts'
import { fileSha256 } from '../file-sha256.ts'
import { readerFor } from '../io/index.ts'
import { regionsOfTsv } from '../io/regions.ts'
import { withFile } from '../io/source.ts'
import { parseTsv, readText, type Tsv } from '../io/tsv.ts'
import { moved } from '../kernels/affine.ts'
import { labelCentres, mapCentres } from '../kernels/centres.ts'
import type { Source } from '../reader.ts'
import { makeRegions, type Region, regionsOf } from '../tables/regions.ts'
import type { Table } from '../tables/table.ts'
import { gridOf, voxelsOf } from '../tables/volumes.ts'
import { atlasFolder } from './atlas.ts'
import { readAtlasRows } from './atlas-rows.ts'
import { type AtlasFacts, atlasSchema } from './atlas-schema.ts'

/**
 * Reads the regions of an atlas from its card: order, names, labels, networks, places.
 *
 * The table stands in the card, or in a file of its own that the card pins (`readAtlasRows`); there
 * a region of index 0 is the background and left out.
 * `networkFrom` takes the network out of each name. With `places: image` a region lies in the
 * centre of mass of its voxels, or of the positive part of its map; with `absent: drop` regions
 * that the image has no voxel of are left out.
 *
 * @param source the card
 * @throws {NeurarrowError} `atlas-invalid`, `file-missing`, `checksum-mismatch`, `file-corrupt` for
 *   maps that are not as many as regions, and as `readAtlasRows` and `regionsOfTsv`
 */
export async function readAtlasRegions(source: Source): Promise<Table<'features'>> {
  const card = parseCard(await readText(source), atlasSchema, source.name, 'atlas-invalid')
  const { regions } = card
  if (typeof regions === 'string') return regionsOfTsv(parseTsv(regions, source.name))
  const path = await checked(card, regions)
  const table = regionsOfTsv(await withFile(path, (text) => ownTable(text, regions)))
  const asksImage = regions.places === 'image' || regions.absent === 'drop'
  if (!asksImage || card.image === undefined) return table
  const image = await checked(card, card.image)
  return makeRegions(await seenInImage(regionsOf(table), image, { ...card, regions }))
}

type RegionsFile = Exclude<AtlasFacts['regions'], string>

/** The path of a file of the atlas, once its hash is that of the card. */
async function checked(
  card: AtlasFacts,
  { file, sha256, from }: { file: string; sha256?: string; from?: unknown },
): Promise<string> {
  const path = join(atlasFolder(card), file)
  if (!existsSync(path) || sha256 === undefined) {
    const fetched = `neurarrow fetch atlas:${card.name}`
    const remedy = from ? fetched : `${fetched} --from FOLDER, which holds it`
    return fail('file-missing', { atlas: card.name, file: path, remedy })
  }
  const found = await fileSha256(path)
  if (found !== sha256) fail('checksum-mismatch', { file: path, expected: sha256, found })
  return path
}

/** A file with the columns that `readRegions` knows, whatever they were called. */
async function ownTable(source: Source, rules: RegionsFile): Promise<Tsv> {
  const { name, index, network, places, networkFrom, file } = rules
  const { columns: header, rows, firstLine } = await readAtlasRows(source, rules.columns)
  const lower = header.map((column) => column.toLowerCase())
  const at = (column: string) => {
    const found = lower.indexOf(column.toLowerCase())
    return found >= 0 ? found : fail('column-missing', { file, column, columns: header })
  }
  const taken: [string, number][] = [['name', at(name)]]
  if (index !== undefined) taken.push(['index', at(index)])
  if (network !== undefined) taken.push(['network', at(network)])
  const axes = places === undefined || places === 'image' ? [] : places
  for (const [axis, column] of axes.entries()) taken.push(['xyz'[axis], at(column)])
  const pattern = networkFrom === undefined ? undefined : new RegExp(networkFrom)
  const columns = [...taken.map(([known]) => known), ...(pattern ? ['network'] : [])]
  const own = rows.map((cells) => {
    const kept = taken.map(([, from]) => cells[from] ?? '')
    return pattern ? [...kept, pattern.exec(kept[0])?.[1] ?? ''] : kept
  })
  const named = own.map((cells, r) => ({ cells, line: r + firstLine }))
  const regions = named.filter(({ cells }) => index === undefined || Number(cells[1]) !== 0)
  const lines = regions.map(({ line }) => line)
  return { file: source.name, columns, rows: regions.map(({ cells }) => cells), lines }
}

/** Regions with what the image says of them. */
async function seenInImage(
  regions: readonly Region[],
  path: string,
  { kind, regions: { places, absent } }: AtlasFacts & { regions: RegionsFile },
): Promise<Region[]> {
  const own = { subject: '', session: '', run: '', recording: 'atlas', labels: {} }
  const image = (await withFile(path, (source) =>
    readerFor(path).read(source, own, {}),
  )) as Table<'volumes'>
  const { shape, affine } = gridOf(image)
  const { values } = voxelsOf(image)
  if (kind === 'maps' && image.rows !== regions.length) {
    fail('file-corrupt', { file: path, maps: image.rows, regions: regions.length })
  }
  const centres =
    kind === 'maps'
      ? new Map(mapCentres(values, shape).map((centre, k) => [regions[k].label, centre]))
      : labelCentres(values, shape)
  const present = regions.filter(({ label }) => absent !== 'drop' || centres.has(label))
  if (places !== 'image') return present
  return present.map((region) => {
    const centre = centres.get(region.label)
    return centre ? { ...region, place: moved(affine, centre) } : region
  })
}
