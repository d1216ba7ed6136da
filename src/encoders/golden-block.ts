import { flagListsOf } from '../tables/flag-lists.ts'
import { intListsOf } from '../tables/int-lists.ts'
import { columnNames, columnType, f64Of, listsOf, type Table } from '../tables/table.ts'
import { tokensOf } from '../tables/tokens.ts'
import type { Block } from './block.ts'
import type { ModelCard } from './card.ts'
import { channelPositions } from './channel-positions.ts'
import { matchOrder } from './contract.ts'
import { axesOfGrid } from './encoder-input.ts'

/**
 * The windows of a golden table, as a model is fed them; nothing of the contract is checked.
 *
 * Other columns that are named as an input of a graph (masks, ids, positions, noise) are fed to it
 * as they are, each row in the shape that the card declares. Positions without such a column are
 * those of the channels.
 *
 * @throws {NeurarrowError} `model-input`, contract `positions`
 */
export function goldenBlock(card: ModelCard, table: Table): Block {
  const { values, axes } = tokensOf(table as Table<'tokens'>)
  const { channel, time, depth, channels } = axes
  const inputs = new Set(card.graphs.flatMap((graph) => graph.inputs.map(({ name }) => name)))
  const own = columnNames(table).filter((name) => inputs.has(name) && name !== 'tokens')
  const given = (is: string) =>
    card.graphs.some((graph) =>
      graph.inputs.some((input) => input.is === is && own.includes(input.name)),
    )
  return {
    rows: table.rows,
    channel,
    time,
    depth,
    values,
    axes: axesOfGrid(axes),
    known: {
      channels,
      channelIds: matchOrder(card, channels ?? [], 'error')?.ids,
      positions: given('pos') ? undefined : channelPositions(card, channels ?? []),
      byInput: Object.fromEntries(own.map((name) => [name, numbersOf(table, name)])),
    },
  }
}

/** Numbers of a column by row, shape [R, N]. */
function numbersOf(table: Table, name: string): Float32Array {
  const type = columnType(table, name)
  if (type === 'f64') return Float32Array.from(f64Of(table, name))
  if (type === 'intLists') return Float32Array.from(intListsOf(table, name).values)
  if (type === 'flagLists') return Float32Array.from(flagListsOf(table, name).values)
  return listsOf(table, name).values
}
