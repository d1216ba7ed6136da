import type { FigureData } from '../tables/figure.ts'
import { haveHeads, headsChart } from './chart-heads.ts'
import { largest } from './chart-weights.ts'
import { scaleOf } from './colour-scale.ts'
import type { Draw } from './draw.ts'
import { bandFeatures } from './feature-bands.ts'
import { brainOrBars } from './figure-map.ts'
import { figure, grid } from './section.ts'
import { scoreText } from './wording.ts'

/** Patterns of a linear model on heads where features are channels, else the largest as bars. */
export const patternsFigure: Draw = ({ name }, data) => {
  const caption =
    'Pattern of the linear model: what features do when its score rises by 1 (the model ' +
    'fitted on all rows, for this picture alone)'
  const names = featureNames(data)
  const says = saysOf(data, names)
  const parts = bandFeatures(names)
  const title = 'Patterns of the linear model'
  const chart = haveHeads(parts[0].channels)
    ? headsChart({ id: name, title, says, channels: parts[0].channels, ...headsOf(data, parts) })
    : brainOrBars(name, title, { ...data, facts: { ...data.facts, names } })
  return figure(caption, chart, largestTable(data, names))
}

function headsOf({ series }: FigureData, parts: ReturnType<typeof bandFeatures>) {
  const rows = series.map(({ series: contrast, values }) => {
    const scale = scaleOf('diverging', values)
    const heads = parts.map(({ columns }) => ({ values: columns.map((d) => values[d]), scale }))
    return { name: contrast, heads }
  })
  const columns = parts.map(({ band }) => band)
  return { rows, columns: columns.join('') === '' ? [] : columns }
}

/** Names of features; `feature 1`, … where there are none. */
export function featureNames({ facts, series }: FigureData): string[] {
  const names = facts.names as string[]
  const count = series[0]?.values.length ?? 0
  if (names.length === count) return names
  return Array.from({ length: count }, (_, d) => `feature ${d + 1}`)
}

function saysOf({ series }: FigureData, names: readonly string[]): string {
  const told = series.map(({ series: contrast, values }) => {
    const top = largest(values, 3).map((d) => `${names[d]} ${scoreText(values[d])}`)
    return `${contrast}: largest ${top.join(', ')}`
  })
  return `${told.join('; ')}.`
}

function largestTable({ series }: FigureData, names: readonly string[]) {
  const rows = series.flatMap(({ series: contrast, values }) =>
    largest(values, 60).map((d) => [names[d], contrast, scoreText(values[d])]),
  )
  return grid(['feature', 'contrast', '#pattern'], rows)
}
