import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { encoderGraph, isRecipe, listModels, loadModelCard } from '../../src/encoders/card.ts'
import { describeModel } from '../../src/encoders/describe-model.ts'
import { embed } from '../../src/encoders/embed.ts'
import { goldenBlock } from '../../src/encoders/golden-block.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { stageNamed } from '../../src/pipeline/registry.ts'
import { decodeTable } from '../../src/tables/ipc.ts'
import { fixtures, shipped } from '../encoders/model-folder.ts'

const cards = [shipped, fixtures].flatMap((root) =>
  listModels([root])
    .map((name) => ({ name, card: loadModelCard(name, [root]), root }))
    .filter(({ card }) => !isRecipe(card)),
)
/** Graphs that are pulled are tried in test/encoders/pulled-models.test.ts. */
const here = cards.filter(({ card }) => card.graphs.every(({ from }) => from === undefined))
const encoders = here.filter(({ card }) => card.graphs.some(({ role }) => role === 'encoder'))

describe('every folder of models', () => {
  test('has a card, except the recipes', () => {
    const folders = readdirSync(shipped).filter((name) =>
      statSync(join(shipped, name)).isDirectory(),
    )
    expect(listModels([shipped])).toEqual(
      folders.filter((name) => !['export', 'train'].includes(name)).sort(),
    )
  })
})

test('preprocessing that cards state as stages can be copied into a pipeline', () => {
  const wrong = listModels([shipped]).flatMap((name) =>
    loadModelCard(name, [shipped]).preprocessing.flatMap((step) => {
      if (typeof step === 'string') return []
      const [[use, options]] = Object.entries(step)
      const found = stageNamed(use)?.options.safeParse(options)
      return found?.success ? [] : [`${name}: ${use}: ${found?.error.message ?? 'no such stage'}`]
    }),
  )
  expect(wrong).toEqual([])
})

test.each(cards)('$name may be handed on, and says whence it comes', ({ card }) => {
  expect(card.licence.redistributable).toBe(true)
  expect(card.source).not.toBe('')
})

describe.each(here)('$name', ({ name, card, root }) => {
  test('its files are there with the checksums of the card', () => {
    const { graphs, golden } = describeModel(name, [root])
    expect(graphs.map(({ state }) => state)).toEqual(graphs.map(() => 'ok'))
    expect(golden?.bytes).toBeGreaterThan(0)
  })

  test('it reproduces its golden output within its tolerance', async () => {
    const { goldenApart } = await preflight(card)
    expect(goldenApart).toBeLessThanOrEqual(card.golden?.tolerance ?? 0)
  })
})

describe.each(encoders)('encoder $name', ({ card }) => {
  test('every layer gives the same bytes for a batch of one and of many', async () => {
    const model = await preflight(card)
    const bytes = readFileSync(join(card.folder, card.golden?.file ?? 'none'))
    const block = goldenBlock(card, decodeTable(bytes))
    const { rows } = block
    for (const { name: output } of encoderGraph(card).outputs) {
      const alone = await embed(model, block, { output, batch: 1 })
      const together = await embed(model, block, { output, batch: rows })
      const again = await embed(model, block, { output, batch: rows })
      expect(together).toEqual(alone)
      expect(again).toEqual(alone)
    }
  })
})
