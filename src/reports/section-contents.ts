import type { FigureData } from '../tables/figure.ts'
import { type Kind, kinds } from '../tables/kind.ts'
import { featureRange } from './chart-ranges.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid, section } from './section.ts'
import type { Figures } from './section-signal.ts'
import { countText, scoreText, unitText } from './wording.ts'

interface Facts {
  readonly kind: Kind
  readonly unit: string
  readonly size: number
  readonly names: readonly string[]
  readonly recordings: readonly string[]
  readonly rows: readonly number[]
}

/** What the rows of a run without scores are: their kind, features, and rows a recording. */
export function contentsSection(figures: Figures): Markup {
  const data = figures.get('contents')
  if (data === undefined) return html``
  const { kind, unit, size, recordings, rows } = data.facts as unknown as Facts
  const total = rows.reduce((sum, count) => sum + count, 0)
  const each = recordings.map((name, i) => [name, rows[i]])
  const inUnit = unit === '' || unit === '1' ? '' : ` in ${unitText(unit)}`
  return section(
    'contents',
    'What the rows hold',
    html`<p>${countText(total, 'row')} of the kind “${kind}” (${kinds[kind]})${
      size > 0 ? `, with ${countText(size, 'number')}${inUnit}` : ''
    }. They lie in <code>rows/</code>, an Arrow file for each recording.</p>
${featuresFigure(data)}<details><summary>Rows of each recording</summary>
${grid(['recording', '#rows'], each)}</details>`,
  )
}

function featuresFigure(data: FigureData): Markup {
  const { names } = data.facts as unknown as Facts
  const of = (name: string) => data.series.find(({ series }) => series === name)?.values
  const [count, mean, deviation, low, high] = ['count', 'mean', 'deviation', 'low', 'high'].map(of)
  if (!count || !mean || !deviation || !low || !high) return html``
  const features = Array.from(mean, (value, d) => ({
    ...{ name: names[d] ?? String(d), count: count[d], mean: value },
    ...{ deviation: deviation[d], low: low[d], high: high[d] },
  }))
  const rows = features.map((one) => [
    ...[one.name, one.count, scoreText(one.mean), scoreText(one.deviation)],
    ...[scoreText(one.low), scoreText(one.high)],
  ])
  const columns = ['feature', '#values', '#mean', '#standard deviation', '#least', '#largest']
  const caption =
    'Each feature over all rows: mean, standard deviation to either side, least to largest value'
  return figure(caption, featureRange('contents-features', features), grid(columns, rows))
}
