import * as z from 'zod'
import { fail } from '../../errors.ts'
import { defineStage, type Need } from '../../stage.ts'
import { listsOf, type Table } from '../../tables/table.ts'
import { axesOf, coordinateNames, withCoordinates } from '../../tables/tokens.ts'

const options = z.strictObject({
  file: z.string().min(1).meta({
    description: 'numbers of each region, a row a region: a .npy, .tsv or .csv of the data set',
  }),
  as: z.enum(coordinateNames).default('coordinates').meta({
    description: 'the column they become, so that several sets may stand beside each other',
  }),
  count: z.int().min(1).optional().meta({
    unit: '1',
    description: 'how many columns are taken, from the first on; all when not given',
  }),
  scale: z.enum(['minMax', 'none']).default('minMax').meta({
    description: 'minMax: all numbers together are brought to the range from -1 to 1',
  }),
})

/**
 * Gives tokens the coordinates of their regions, such as functional gradients or geometric modes,
 * for an encoder that places regions by them.
 *
 * Rows are found by the names of the channels when the file has a first column of names, else the
 * file has as many rows as there are channels, in their order. The column, of shape [channel,
 * count], is the same in every row.
 *
 * @throws {NeurarrowError} `length-mismatch` when there are other regions than channels,
 *   `channel-missing` when a name is missing, `non-finite`, `stage-options` for columns that there
 *   are not
 * @see Brain-JEPA (arXiv:2409.19407), Brain Harmony (arXiv:2509.24693)
 */
export const coordinates = defineStage({
  use: 'coordinates',
  title: 'Give tokens the coordinates of their regions',
  reads: ['tokens'],
  writes: 'tokens',
  scope: 'recording',
  version: 1,
  cites: ['arXiv:2409.19407', 'arXiv:2509.24693'],
  options,
  needs: ({ file }): Readonly<Record<string, Need>> => ({
    regions: { table: 'numbers', path: file },
  }),
  contextS: () => 0,
  run(input, { file, as, count, scale }, { tables }) {
    const table = input as Table<'tokens'>
    const { channels } = axesOf(table)
    const regions = tables.regions as Table<'features'>
    if (!regions) fail('internal', { stage: 'coordinates', missing: file })
    const { values, size } = listsOf(regions, 'features')
    const facts = { stage: 'coordinates', file }
    const width = count ?? size
    if (width > size) fail('stage-options', { ...facts, option: 'count', value: width, most: size })
    const rows = table.rows === 0 ? [] : rowsFor(channels, regions, file)
    const chosen = new Float32Array(rows.length * width)
    rows.forEach((row, c) => {
      chosen.set(values.subarray(row * size, row * size + width), c * width)
    })
    if (!chosen.every((value) => Number.isFinite(value))) fail('non-finite', facts)
    if (scale === 'minMax') toRange(chosen)
    return withCoordinates(table, as, { values: chosen, size: width })
  },
})

function rowsFor(channels: readonly string[], regions: Table, file: string): number[] {
  const facts = { stage: 'coordinates', file }
  const names = JSON.parse(regions.meta.rowNames ?? 'null') as string[] | null
  const rowOf = new Map((names ?? []).map((name, row) => [name.toLowerCase(), row]))
  const found = channels.map((name) => rowOf.get(name.toLowerCase()) ?? -1)
  if (found.every((row) => row >= 0)) return found
  const missing = channels.filter((_, c) => found[c] < 0)
  if (missing.length < channels.length) fail('channel-missing', { ...facts, missing })
  if (regions.rows === channels.length) return channels.map((_, c) => c)
  return fail('length-mismatch', { ...facts, rows: regions.rows, channels: channels.length })
}

/** Brings the numbers to the range from -1 to 1, in place; all equal ones become 0. */
function toRange(values: Float32Array): void {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const span = high - low
  for (let i = 0; i < values.length; i++) {
    values[i] = span > 0 ? (2 * (values[i] - low)) / span - 1 : 0
  }
}
