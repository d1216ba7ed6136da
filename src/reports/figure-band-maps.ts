import type { RunRecord } from '../store/run.ts'
import type { FigureData } from '../tables/figure.ts'
import { haveHeads, headsChart } from './chart-heads.ts'
import { scaleOf } from './colour-scale.ts'
import type { Draw } from './draw.ts'
import { type BandFeatures, bandFeatures } from './feature-bands.ts'
import { figure, grid } from './section.ts'
import { listText, scoreText, unitText } from './wording.ts'

/** Heads of each band and class, and of the difference of two classes. */
export const bandMapsFigure: Draw = ({ name }, data, record) => {
  const { names, unit } = data.facts as { names: string[]; unit?: string }
  const parts = bandFeatures(names)
  const caption = captionOf(data, record, unit)
  const table = numbersTable(data, parts, names)
  const channels = parts[0].channels
  if (!haveHeads(channels)) return figure(caption, table, undefined)
  const rows = parts.map(({ band, columns }) => rowOf(data, band, columns))
  const classes = data.series.map(({ series }) => series)
  const both = classes.length === 2 ? [...classes, `${classes[1]} − ${classes[0]}`] : classes
  const says = saysOf(data, parts)
  const chart = headsChart({
    ...{ id: name, title: 'Band power of each class', says },
    ...{ channels, columns: both, rows },
  })
  return figure(caption, chart, table)
}

function rowOf({ series }: FigureData, band: string, columns: readonly number[]) {
  const heads = series.map(({ values }) => columns.map((d) => values[d]))
  const scale = scaleOf('sequential', heads.flat())
  const shown = heads.map((values) => ({ values, scale }))
  if (heads.length !== 2) return { name: band, heads: shown }
  const values = heads[1].map((value, c) => value - heads[0][c])
  return { name: band, heads: [...shown, { values, scale: scaleOf('diverging', values) }] }
}

function captionOf({ series }: FigureData, record: RunRecord, unit = ''): string {
  const groups = Math.max(...series.map(({ groups: count = 0 }) => count))
  const measure = unit === '' ? '' : ` in ${unitText(unit)}`
  return (
    `Band power of each class${measure}: means over ${groups} ` +
    `${record.certificate.unit}s, each counted once`
  )
}

function saysOf({ series }: FigureData, parts: readonly BandFeatures[]): string {
  const told = parts.slice(0, 6).map(({ band, channels, columns }) => {
    const most = series.map(({ series: name, values }) => {
      const best = columns.reduce((a, d, c) => (values[d] > values[columns[a]] ? c : a), 0)
      return `${name} at ${channels[best]}`
    })
    return `${band}: most in ${listText(most)}`
  })
  return `${told.join('; ')}.`
}

function numbersTable(
  { series }: FigureData,
  parts: readonly BandFeatures[],
  names: readonly string[],
) {
  const columns = series.map(({ series: name }) => `#${name}`)
  const rows = parts.flatMap(({ columns: own }) =>
    own.map((d) => [names[d], ...series.map(({ values }) => scoreText(values[d]))]),
  )
  return grid(['feature', ...columns], rows)
}
