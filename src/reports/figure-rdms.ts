import type { FigureData } from '../tables/figure.ts'
import { type ComparedModel, modelsChart } from './chart-compared-models.ts'
import { connectionsChart } from './chart-connections.ts'
import { scaleOf } from './colour-scale.ts'
import type { DrawUnscored } from './draw.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid } from './section.ts'
import { countText, intervalText, isDefined, scoreText } from './wording.ts'

interface Facts {
  readonly conditions: readonly string[]
  readonly distance: string
  /** Drawings of other conditions, which are in no mean. */
  readonly left: number
  /** How RDMs were compared with models; absent when they were not. */
  readonly by?: string
  /** What each value of a model is of. */
  readonly of?: string
  readonly names?: readonly string[]
  readonly ceiling?: readonly number[]
}

/** The mean dissimilarity matrix beside those of models, and how alike they are. */
export const rdmsFigure: DrawUnscored = ({ name, title }, data) => {
  return html`${matricesFigure(name, title, data)}${comparedFigure(name, data)}`
}

function matricesFigure(id: string, title: string, { series, facts }: FigureData): Markup {
  const { conditions, distance, left } = facts as unknown as Facts
  const shown = series.filter(({ panel }) => panel === 'rdm' || panel === 'model')
  const panels = shown.map(({ panel, series: name, values }) => ({
    name: panel === 'rdm' ? 'patterns' : `model ${name}`,
    values: squareOf(values, conditions.length),
    scale: scaleOf('sequential', values),
  }))
  const pairs = conditions.flatMap((a, i) => conditions.slice(i + 1).map((b) => [a, b]))
  const rows = pairs.map(([a, b], p) => [
    `${a}, ${b}`,
    ...shown.map((one) => scoreText(one.values[p])),
  ])
  const columns = ['pair', ...panels.map((panel) => `#${panel.name}`)]
  const { groups = 1, values } = shown[0]
  const known = pairs.map((pair, p) => ({ pair, value: values[p] }))
  known.sort((a, b) => b.value - a.value)
  const [most, least] = [known[0], known[known.length - 1]]
  const says =
    `Most unlike ${most.pair.join(' and ')} with ${scoreText(most.value)}, most alike ` +
    `${least.pair.join(' and ')} with ${scoreText(least.value)}.`
  const others = left > 0 ? `; ${left} with other conditions are left out` : ''
  const caption =
    `${title} by ${distance} distance, mean over ${countText(groups, 'subject')}` +
    `${panels.length > 1 ? ', beside what the models say' : ''}${others}`
  const chart = connectionsChart({ ...{ id, title, says, nodes: conditions }, panels })
  return figure(caption, chart, grid(columns, rows))
}

/** The upper triangle on both sides of an empty diagonal, shape [N, N]. */
function squareOf(pairs: ArrayLike<number>, n: number): Float64Array {
  const out = new Float64Array(n * n).fill(Number.NaN)
  let p = 0
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      out[i * n + j] = pairs[p]
      out[j * n + i] = pairs[p++]
    }
  }
  return out
}

function comparedFigure(id: string, { series, facts }: FigureData): Markup | undefined {
  const { by, of = 'RDM', names = [], ceiling } = facts as unknown as Facts
  if (by === undefined) return undefined
  const models = series.flatMap(({ panel, series: name, values }): ComparedModel[] => {
    if (panel !== 'mean') return []
    const own = series.find((one) => one.panel === 'alike' && one.series === name)
    return [{ name, mean: values[0], low: values[1], high: values[2], each: own?.values ?? [] }]
  })
  const rows = models.map((model) => [
    ...[model.name, scoreText(model.mean), intervalText(model.low, model.high)],
    ...Array.from(model.each, (value) => scoreText(value)),
  ])
  const measure = measures[by] ?? by
  const limit = ceiling?.every(isDefined)
    ? `; the band is the noise ceiling, ${intervalText(ceiling[0], ceiling[1])}, which no model ` +
      'can be expected to pass'
    : ''
  const caption =
    `Models of dissimilarities by ${measure}: mean and 95 % interval over ` +
    `${countText(names.length, of)}, each a tick${limit}`
  const chart = modelsChart({ id: `${id}-models`, measure, models, ceiling })
  const columns = ['model', '#mean', '#95 % interval', ...names.map((name) => `#${name}`)]
  return figure(caption, chart, grid(columns, rows))
}

const measures: Readonly<Record<string, string>> = {
  spearman: 'Spearman correlation',
  kendallTauA: 'Kendall’s tau a',
  cosine: 'cosine',
  pearson: 'Pearson correlation',
}
