import type { FigureSeries } from '../tables/figure.ts'
import { type BrainNodes, brainNodes } from './brain-nodes.ts'
import { chordsChart } from './chart-chords.ts'
import { connectionsChart } from './chart-connections.ts'
import type { Edge } from './chart-edges.ts'
import { glassChart } from './chart-glass.ts'
import { scaleOf } from './colour-scale.ts'
import type { Draw } from './draw.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid } from './section.ts'
import { countText, scoreText } from './wording.ts'

interface Facts {
  readonly nodes: readonly string[]
  readonly edges: number
  readonly correlation: boolean
  /** Where parcels lie, when they are some. */
  readonly parcels?: string
}

/** Matrices of each class and band, and chords of the strongest connections or differences. */
export const connectomeFigure: Draw = ({ name, title }, data, record) => {
  const { nodes, edges, correlation, parcels } = data.facts as unknown as Facts
  const brain = brainNodes(nodes, parcels)
  const bands = [...new Set(data.series.map(({ panel }) => panel))]
  const drawn = bands.map((band, b) => {
    const series = data.series.filter(({ panel }) => panel === band)
    return bandCharts(`${name}-${b}`, { title, band, series, nodes, edges, brain })
  })
  const groups = Math.max(...data.series.map(({ groups: count = 0 }) => count))
  const what = correlation ? 'Correlations' : 'Connections'
  const classes = new Set(data.series.map((one) => one.series)).size
  const whose = classes === 1 ? '' : ' of each class'
  const lines = brain ? 'chords and lines in the head' : 'chords'
  const caption =
    `${what}${whose}, mean over ${countText(groups, record.certificate.unit)}; ${lines} are the ` +
    `${edges} strongest ${classes === 2 ? 'differences' : 'means'}`
  const rows = drawn.flatMap(({ table }) => table)
  const columns = [
    'from',
    'to',
    'band',
    '#drawn',
    ...new Set(data.series.map((s) => `#${s.series}`)),
  ]
  return figure(caption, html`${drawn.map(({ charts }) => charts)}`, grid(columns, rows))
}

interface Band {
  readonly title: string
  readonly band: string
  readonly series: readonly FigureSeries[]
  readonly nodes: readonly string[]
  readonly edges: number
  readonly brain?: BrainNodes
}

function bandCharts(id: string, given: Band) {
  const { title, band, series, nodes, edges: most, brain } = given
  const all = series.flatMap(({ values }) => Array.from(values))
  const scale = scaleOf(all.some((v) => v < 0) ? 'diverging' : 'sequential', all)
  const panels = series.slice(0, 3).map((one) => ({ name: one.series, values: one.values, scale }))
  const [first, second] = series
  const isPair = series.length === 2
  const shown = isPair
    ? second.values.map((v, i) => v - first.values[i])
    : first.values.map((_, i) => series.reduce((s, { values }) => s + values[i], 0) / series.length)
  const name = isPair ? `${second.series} − ${first.series}` : 'mean of all'
  const own = scaleOf('diverging', shown)
  const edges = strongest(shown, nodes.length, most)
  const said = edges.slice(0, 3).map((edge) => {
    return `${nodes[edge.from]} and ${nodes[edge.to]} ${scoreText(edge.value)}`
  })
  const words = { title: `${title} ${band}`.trim(), says: `Strongest ${name}: ${said.join('; ')}.` }
  const matrices = isPair ? [...panels, { name, values: shown, scale: own }] : panels
  const matrix = connectionsChart({ id, ...words, nodes, panels: matrices })
  const chords = chordsChart({ id: `${id}-chords`, ...words, nodes, edges, what: name })
  const glass = { id: `${id}-glass`, ...words, what: name, edges }
  const charts: Markup = html`${
    matrices.length === 1 ? html`<div class="pair">${matrix}${chords}</div>` : [matrix, chords]
  }${brain && glassChart({ ...glass, nodes: brain })}`
  const table = edges
    .slice(0, 30)
    .map(({ from, to, value }) => [
      ...[nodes[from], nodes[to], band || '–', scoreText(value)],
      ...series.map(({ values }) => scoreText(values[from * nodes.length + to])),
    ])
  return { charts, table }
}

/** The pairs of largest magnitude, the largest first. */
function strongest(values: ArrayLike<number>, n: number, most: number): Edge[] {
  const all: Edge[] = []
  for (let from = 0; from < n; from++) {
    for (let to = from + 1; to < n; to++) all.push({ from, to, value: values[from * n + to] })
  }
  const known = all.filter(({ value }) => Number.isFinite(value) && value !== 0)
  return known.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, most)
}
