import type { FigureData } from '../tables/figure.ts'
import { percent } from './chart-confusion.ts'
import { pointsChart } from './chart-points.ts'
import type { Draw } from './draw.ts'
import { html } from './markup.ts'
import { figure, grid } from './section.ts'

interface Facts {
  readonly classes: readonly string[]
  readonly groups: readonly string[]
  readonly unit: string
  readonly of: number
  readonly shares: readonly number[]
  readonly classCodes: readonly number[]
  readonly groupCodes: readonly number[]
}

/** Rows in a plane by each method, coloured by class and by group. */
export const embeddingFigure: Draw = ({ name, title }, data) => {
  const facts = data.facts as unknown as Facts
  const methods = [...new Set(data.series.map(({ panel }) => panel))]
  const rows = data.series[0].values.length
  const charts = methods.map((method) => chartOf(`${name}-${method}`, title, method, data))
  const some = rows < facts.of ? `; ${rows} of ${facts.of} rows, evenly spaced` : ''
  const told = `coloured by class and by ${facts.unit}; the places know neither`
  const caption = `Rows in a plane, ${told}${some}`
  const spreads = methods.flatMap((method) => {
    const [x, y] = axesOf(data, method)
    return facts.classes.map((own, code) => {
      const mean = (values: Float32Array) => {
        const all = Array.from(values).filter((_, r) => facts.classCodes[r] === code)
        return (all.reduce((sum, v) => sum + v, 0) / all.length).toFixed(2)
      }
      return [method, own, mean(x), mean(y)]
    })
  })
  return figure(caption, html`${charts}`, grid(['method', 'class', '#mean x', '#mean y'], spreads))
}

function chartOf(id: string, title: string, method: string, data: FigureData) {
  const { classes, groups, unit, shares, classCodes, groupCodes } = data.facts as unknown as Facts
  const [x, y] = axesOf(data, method)
  const isPca = method === 'pca'
  const axes = isPca
    ? ([
        `first component, ${percent(shares[0])}`,
        `second component, ${percent(shares[1])}`,
      ] as const)
    : (['UMAP 1', 'UMAP 2'] as const)
  const byClass = { name: 'by class', codes: classCodes, names: classes }
  const again = groups.length > 8 ? ': colours come again' : ''
  const name = `by ${unit}, ${groups.length} in all${again}`
  const byGroup = { name, codes: groupCodes, names: groups }
  const says = isPca
    ? `The plane has ${percent(shares[0] + shares[1])} of the variance of ${x.length} rows.`
    : `${x.length} rows; near ones are alike, distances between groups of points say little.`
  const panels = classes.length > 0 ? [byClass, byGroup] : [byGroup]
  return pointsChart({ id, title: `${title}: ${method}`, says, x, y, axes, panels })
}

function axesOf({ series }: FigureData, method: string): [Float32Array, Float32Array] {
  const own = series.filter(({ panel }) => panel === method)
  return [own[0].values, own[1].values]
}
