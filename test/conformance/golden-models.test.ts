import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/encoders/block.ts'
import {
  encoderGraph,
  isRecipe,
  listModels,
  loadModelCard,
  type ModelCard,
} from '../../src/encoders/card.ts'
import { embed } from '../../src/encoders/embed.ts'
import { goldenBlock } from '../../src/encoders/golden-block.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { decodeTable } from '../../src/tables/ipc.ts'
import { columnNames, listsOf, type Table } from '../../src/tables/table.ts'
import { shipped } from '../encoders/model-folder.ts'

const cards = listModels([shipped])
  .map((name) => loadModelCard(name, [shipped]))
  .filter((card) => !isRecipe(card) && card.graphs.some(({ role }) => role === 'encoder'))

/** The golden tables of a model: the one of its card, and others at other sizes. */
function goldenTables(card: ModelCard): { file: string; table: Table }[] {
  const files = readdirSync(card.folder).filter((file) => /^golden.*\.arrow$/.test(file))
  return files.map((file) => ({ file, table: decodeTable(readFileSync(join(card.folder, file))) }))
}

/** Largest difference, as a share of the largest magnitude expected. */
function apart(found: Float32Array, expected: Float32Array): number {
  expect(found.length).toBe(expected.length)
  const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
  return found.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i])), 0) / largest
}

function takesAnyChannels(card: ModelCard): boolean {
  return encoderGraph(card).inputs.some(
    ({ is, shape }) => ['signal', 'tokens'].includes(is) && shape.includes('channel'),
  )
}

/** The block without its first channel. */
function lessOne(block: Block): Block {
  const { channel, time, depth, rows, values, known = {} } = block
  const size = time * depth
  const kept = new Float32Array(rows * (channel - 1) * size)
  for (let r = 0; r < rows; r++) {
    const row = values.subarray((r * channel + 1) * size, (r + 1) * channel * size)
    kept.set(row, r * (channel - 1) * size)
  }
  const positions = known.positions?.slice(known.positions.length / channel)
  const channels = known.channels?.slice(1)
  const channelIds = known.channelIds?.slice(1)
  const facts = { ...known, positions, channels, channelIds }
  return { ...block, channel: channel - 1, values: kept, known: facts }
}

describe.each(cards.map((card) => [card.name, card] as const))('%s', (_, card) => {
  test('every output is that of the original, at each size that has a golden table', async () => {
    const model = await preflight(card)
    for (const { file, table } of goldenTables(card)) {
      const block = goldenBlock(card, table)
      for (const [i, { name: output }] of encoderGraph(card).outputs.entries()) {
        const column = i === 0 ? 'embedding' : output
        if (!columnNames(table).includes(column)) continue
        const { values } = await embed(model, block, { output })
        const share = apart(values, listsOf(table, column).values)
        expect(share, `${file} ${output}`).toBeLessThanOrEqual(card.golden?.tolerance ?? 0)
      }
    }
  })
})

const anyChannels = cards.filter(takesAnyChannels).map((card) => [card.name, card] as const)

describe.each(anyChannels)('%s takes any number of channels', (_, card) => {
  test('a channel fewer changes its axis alone', async () => {
    const model = await preflight(card)
    const all = goldenBlock(card, goldenTables(card)[0].table)
    const { name: output, shape } = encoderGraph(card).outputs[0]
    const wide = await embed(model, all, { output })
    const narrow = await embed(model, lessOne(all), { output })
    const at = shape.indexOf('channel') - 1
    expect(narrow.axes).toEqual(wide.axes.map((length, i) => (i === at ? length - 1 : length)))
    expect(narrow.values.every(Number.isFinite)).toBe(true)
  })
})
