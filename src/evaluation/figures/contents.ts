import * as z from 'zod'
import { matrixOf } from '../../tables/features.ts'
import { type FigureData, figureOf, makeFigure } from '../../tables/figure.ts'
import { payload } from '../../tables/kind.ts'
import { listsOf, type Table, wordsOf } from '../../tables/table.ts'
import { defineFigure, nothing } from '../figure.ts'

/** More features than this are counted, not listed. */
const most = 64

/** What is told of the rows of one recording. */
interface Part {
  readonly kind: string
  readonly recording: string
  readonly rows: number
  /** Numbers in a row; -1 where rows differ or have none. */
  readonly size: number
  readonly unit: string
  readonly names: readonly string[]
}

/**
 * What a run without `evaluate` left: its kind of table, rows of each recording, and of at most 64
 * features the mean, standard deviation, least and largest value over all rows. NaN is left out and
 * counted. It is drawn when asked for, since it takes a node more for each recording.
 */
export const contents = defineFigure({
  use: 'contents',
  title: 'What the rows hold',
  version: 1,
  options: z.strictObject({}),
  of: 'recordings',
  part(table: Table) {
    const column = payload[table.kind]
    const size = column === undefined || table.rows === 0 ? -1 : listsOf(table, column).size
    const isListed = table.kind === 'features' && size > 0 && size <= most
    const { names: written = '[]', unit = '' } = table.meta
    const names = isListed ? (JSON.parse(written) as string[]) : []
    const recording = table.rows > 0 ? wordsOf(table, 'recording')[0] : ''
    const facts: Part = { kind: table.kind, recording, rows: table.rows, size, unit, names }
    const series = isListed ? [...momentsOf(table as Table<'features'>)] : []
    return makeFigure({ series: series.map(seriesOf), facts: { ...facts } })
  },
  draw(parts) {
    const all = parts.map((part) => figureOf(part as Table<'figure'>))
    const filled = all.filter(({ facts }) => (facts as unknown as Part).rows > 0)
    if (filled.length === 0) return nothing('no rows were made')
    const told = filled.map(({ facts }) => facts as unknown as Part)
    const [first] = told
    const isAlike = told.every(({ names, size }) => size === first.size && alike(names, first))
    const series = isAlike ? [...merged(filled)].map(seriesOf) : []
    const { kind, unit } = first
    const facts = {
      ...{ kind, unit, size: isAlike ? first.size : -1, names: isAlike ? first.names : [] },
      ...{ recordings: told.map(({ recording }) => recording), rows: told.map(({ rows }) => rows) },
    }
    return makeFigure({ series, facts })
  },
})

const alike = (names: readonly string[], first: Part) => names.join() === first.names.join()

function seriesOf([series, values]: readonly [string, Float64Array]) {
  return { panel: 'features', series, values: Float32Array.from(values) }
}

type Moments = ReadonlyMap<string, Float64Array>

/** Count, mean, standard deviation (n - 1), least and largest value of each feature. */
function momentsOf(table: Table<'features'>): Moments {
  const { values, rows, cols } = matrixOf(table)
  const parts = Array.from({ length: cols }, (_, d) => {
    const all = Float64Array.from({ length: rows }, (_, r) => values[r * cols + d])
    const own = all.filter((value) => !Number.isNaN(value))
    return {
      count: own.length,
      mean: own.reduce((sum, value) => sum + value, 0) / own.length,
      low: own.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      high: own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      own,
    }
  })
  const of = (take: (part: (typeof parts)[number]) => number) => Float64Array.from(parts, take)
  const deviation = ({ own, mean }: (typeof parts)[number]) =>
    Math.sqrt(own.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, own.length - 1))
  return new Map([
    ['count', of(({ count }) => count)],
    ['mean', of(({ mean }) => mean)],
    ['deviation', of(deviation)],
    ['low', of(({ count, low }) => (count > 0 ? low : Number.NaN))],
    ['high', of(({ count, high }) => (count > 0 ? high : Number.NaN))],
  ])
}

/** Moments over all recordings from those of each. */
function merged(parts: readonly FigureData[]): Moments {
  const lists = parts.map(({ series }) => new Map(series.map((one) => [one.series, one.values])))
  const depth = lists[0].get('mean')?.length ?? 0
  const out = new Map(
    ['count', 'mean', 'deviation', 'low', 'high'].map((name) => [name, new Float64Array(depth)]),
  )
  for (let d = 0; d < depth; d++) {
    const own = lists.map((one) => (name: string) => one.get(name)?.[d] ?? Number.NaN)
    const whole = joined(own.filter((of) => of('count') > 0))
    for (const [name, value] of Object.entries(whole)) out.get(name)?.fill(value, d, d + 1)
  }
  return depth === 0 ? new Map() : out
}

/** One feature over recordings. @see Chan, Golub & LeVeque (1983), Am. Stat. 37(3):242-247 */
function joined(parts: readonly ((name: string) => number)[]) {
  const unknown = Number.NaN
  const count = parts.reduce((sum, of) => sum + of('count'), 0)
  const mean = parts.reduce((sum, of) => sum + (of('count') / count) * of('mean'), 0)
  const squares = parts.reduce((sum, of) => {
    return sum + (of('count') - 1) * of('deviation') ** 2 + of('count') * (of('mean') - mean) ** 2
  }, 0)
  const deviation = Math.sqrt(squares / Math.max(1, count - 1))
  const ends = (name: string) => parts.map((of) => of(name))
  if (count === 0) return { count, mean: unknown, deviation: unknown, low: unknown, high: unknown }
  return { count, mean, deviation, low: Math.min(...ends('low')), high: Math.max(...ends('high')) }
}
