import { bidsJson, bidsTable } from '../io/write-bids.ts'
import { edgeList } from '../kernels/edge-list.ts'
import { matrixOf } from '../tables/features.ts'
import { f64Of, i32Of, type Table, wordsOf } from '../tables/table.ts'

/** What the files of a recording's edges are called, and where their data come from. */
export interface EdgeFacts {
  readonly stem: string
  readonly source: string
}

/** Names of the numbers that the stage `edges` leaves of a pair. */
const pairNames = JSON.stringify(['i', 'j', 'w'])

/** Whether a table holds matrices, or the edges of some. */
export function holdsEdges({ kind, meta }: Pick<Table, 'kind' | 'meta'>): boolean {
  return kind === 'matrices' || (kind === 'features' && meta.names === pairNames)
}

/**
 * Connectomes as a list of edges, by path: `_relmat.tsv` with a line for each pair of nodes that
 * are joined in a window (window, startS, endS, i, j, from, to, w), i and j from 0 and i below j;
 * in the JSON beside it the names of all nodes, where matrices are listed.
 */
export function edgeFiles(table: Table, { stem, source }: EdgeFacts): Map<string, Uint8Array> {
  const edges = table.kind === 'matrices' ? edgesOfMatrices(table) : edgesOfRows(table)
  const spans = [f64Of(table, 'startS'), f64Of(table, 'endS')]
  const windows = i32Of(table, 'window')
  const lines = edges.map(({ row, i, j, from, to, w }) => {
    return [windows[row], ...spans.map((times) => times[row]), i, j, from, to, w]
  })
  const columns = ['window', 'startS', 'endS', 'i', 'j', 'from', 'to', 'w']
  const said = {
    Description: 'weights of pairs of nodes; pairs that are not listed are 0',
    Directed: false,
    Units: table.meta.unit,
    ...(table.kind === 'matrices' ? { Nodes: nodesOf(table) } : {}),
    Sources: [source],
  }
  return new Map([
    [`${stem}_relmat.tsv`, Buffer.from(bidsTable(columns, lines))],
    [`${stem}_relmat.json`, Buffer.from(bidsJson(said))],
  ])
}

interface Edge {
  readonly row: number
  readonly i: number
  readonly j: number
  readonly from: string
  readonly to: string
  readonly w: number
}

function nodesOf({ meta }: Table): string[] {
  return JSON.parse(meta.names ?? '[]') as string[]
}

function edgesOfMatrices(table: Table): Edge[] {
  const { values, cols } = matrixOf(table as Table<'matrices'>)
  const names = nodesOf(table)
  const { graph, i, j, weight } = edgeList(values, Math.round(Math.sqrt(cols)))
  return Array.from(graph, (row, e) => {
    const [from, to] = [i[e], j[e]].map((node) => names[node] ?? String(node))
    return { row, i: i[e], j: j[e], from, to, w: weight[e] }
  })
}

function edgesOfRows(table: Table): Edge[] {
  const { values } = matrixOf(table as Table<'features'>)
  const [from, to] = [wordsOf(table, 'from'), wordsOf(table, 'to')]
  return from.map((name, row) => {
    const [i, j, w] = values.subarray(3 * row, 3 * row + 3)
    return { row, i, j, from: name, to: to[row], w }
  })
}
