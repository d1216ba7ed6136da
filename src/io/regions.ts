import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { makeRegions } from '../tables/regions.ts'
import type { Table } from '../tables/table.ts'
import { numbersIn, readTsv, type Tsv, wordsIn } from './tsv.ts'

/**
 * Reads the card of an atlas: a table of its regions, as BIDS has it (`_dseg.tsv`).
 *
 * `name` is needed; `index` is the label in the image (1, 2, 3 ... without it); `network` and the
 * centre `x`, `y`, `z` in mm may follow. Other columns are not looked at. The order of the file
 * stays.
 *
 * @throws {NeurarrowError} `file-corrupt` for a name or an index that stands twice, is missing or
 *   is no whole number above 0; `column-missing`, `file-empty`
 * @see Brain Imaging Data Structure 1.10, segmentations, look-up tables
 */
export async function readRegions(source: Source): Promise<Table<'features'>> {
  return regionsOfTsv(await readTsv(source))
}

/**
 * The same of a table that is read already.
 *
 * @throws {NeurarrowError} as `readRegions`
 */
export function regionsOfTsv(tsv: Tsv): Table<'features'> {
  const names = wordsIn(tsv, 'name').map((word) => word ?? '')
  const { file } = tsv
  if (names.length === 0) fail('file-empty', { file, expected: 'regions' })
  const numbers = (name: string, without: (row: number) => number) =>
    tsv.columns.includes(name)
      ? numbersIn(tsv, name)
      : Float64Array.from(names, (_, r) => without(r))
  const labels = numbers('index', (row) => row + 1)
  requireUnique(names, file, (name) => name !== '')
  requireUnique([...labels], file, (label) => Number.isSafeInteger(label) && label > 0)
  const [x, y, z] = ['x', 'y', 'z'].map((name) => numbers(name, () => Number.NaN))
  const networks = networksIn(tsv, names.length)
  return makeRegions(
    names.map((name, r) => ({
      name,
      label: labels[r],
      place: [x[r], y[r], z[r]],
      network: networks[r],
    })),
  )
}

function networksIn(tsv: Tsv, count: number): string[] {
  if (!tsv.columns.includes('network')) return new Array<string>(count).fill('')
  return wordsIn(tsv, 'network').map((word) => word ?? '')
}

function requireUnique<A>(
  values: readonly A[],
  file: string,
  isRight: (value: A) => boolean,
): void {
  const seen = new Set<A>()
  for (const [r, value] of values.entries()) {
    if (seen.has(value) || !isRight(value)) {
      fail('file-corrupt', { file, line: r + 2, found: value, expected: 'a region of its own' })
    }
    seen.add(value)
  }
}
