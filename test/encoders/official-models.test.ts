import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/encoders/block.ts'
import { loadModelCard } from '../../src/encoders/card.ts'
import { embed } from '../../src/encoders/embed.ts'
import { goldenBlock } from '../../src/encoders/golden-block.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { decodeTable } from '../../src/tables/ipc.ts'
import { shipped } from './model-folder.ts'

/** A tiny model, its golden windows, and what an output of it gives for a block. */
async function opened(name: string) {
  const card = loadModelCard(name, [shipped])
  const model = await preflight(card)
  const golden = readFileSync(join(card.folder, card.golden?.file ?? 'none'))
  const block = goldenBlock(card, decodeTable(golden))
  const run = (of: Block, output = 'embedding') => embed(model, of, { output })
  return { block, run }
}

/** The block with other samples: `change` gets each sample and its place. */
function withSamples(block: Block, change: (x: number, at: Place) => number): Block {
  const { channel, time, depth } = block
  const values = block.values.map((x, i) => {
    const sample = i % depth
    const t = Math.floor(i / depth) % time
    return change(x, { sample, time: t, channel: Math.floor(i / (depth * time)) % channel })
  })
  return { ...block, values }
}

interface Place {
  readonly channel: number
  readonly time: number
  readonly sample: number
}

/** The block with its channels in another order, and with them all that is known of each. */
function reordered(block: Block, order: readonly number[]): Block {
  const moved = (values: Float32Array) => {
    const rows = values.length / (block.rows * block.channel)
    return Float32Array.from(values, (_, i) => {
      const [inside, c] = [i % rows, Math.floor(i / rows) % block.channel]
      const row = Math.floor(i / (rows * block.channel))
      return values[(row * block.channel + order[c]) * rows + inside]
    })
  }
  const byInput = Object.entries(block.known?.byInput ?? {}).map(([k, v]) => [k, moved(v)] as const)
  const known = { ...block.known, byInput: Object.fromEntries(byInput) }
  return { ...block, values: moved(block.values), known }
}

describe('what must hold whatever the weights are', () => {
  test('BrainBERT: a channel does not see the others', async () => {
    const { block, run } = await opened('tiny-brainbert')
    const before = await run(block, 'centre')
    const after = await run(
      withSamples(block, (x, { channel }) => (channel === 0 ? x : -x)),
      'centre',
    )
    const [, width] = before.axes
    const first = ({ values }: { values: Float32Array }) => values.subarray(0, width)
    expect(first(after)).toEqual(first(before))
    expect(after.values.subarray(width, 2 * width)).not.toEqual(
      before.values.subarray(width, 2 * width),
    )
  })

  test('Neuro-GPT: a chunk in context does not see those after it', async () => {
    const { block, run } = await opened('tiny-neurogpt')
    const before = await run(block, 'context')
    const after = await run(
      withSamples(block, (x, { time }) => (time < 2 ? x : 2 - x)),
      'context',
    )
    const [, width] = before.axes
    const early = ({ values }: { values: Float32Array }) => values.subarray(0, 2 * width)
    const late = ({ values }: { values: Float32Array }) => values.subarray(2 * width, 4 * width)
    early(after).forEach((x, i) => {
      expect(x).toBeCloseTo(early(before)[i], 5)
    })
    expect(late(after)).not.toEqual(late(before))
  })

  test('FEMBA: both ends of a window reach every token', async () => {
    const { block, run } = await opened('tiny-femba')
    const before = await run(block)
    const [time, width] = before.axes
    for (const edge of [0, block.time * block.depth - 1]) {
      const after = await run(withSamples(block, (x, { sample }) => (sample === edge ? x + 9 : x)))
      for (let t = 0; t < time; t++) {
        const token = ({ values }: { values: Float32Array }) =>
          values.subarray(t * width, (t + 1) * width)
        expect(token(after)).not.toEqual(token(before))
      }
    }
  })

  test('BrainOmni: sensors are known by their places, not by their order', async () => {
    const { block, run } = await opened('tiny-brainomni')
    const order = Array.from({ length: block.channel }, (_, c) => (c + 3) % block.channel)
    const [before, after] = [await run(block), await run(reordered(block, order))]
    expect(after.axes).toEqual(before.axes)
    after.values.forEach((x, i) => {
      expect(x).toBeCloseTo(before.values[i], 4)
    })
    const known = { ...block.known, byInput: reordered(block, order).known?.byInput }
    expect((await run({ ...block, known })).values).not.toEqual(before.values)
  })

  test('BrainOmni: any length is tokenised, the last window filled up with zeros', async () => {
    const { block, run } = await opened('tiny-brainomni')
    const lasting = (samples: number): Block => {
      const { values, rows, channel, depth } = block
      const at = (i: number) => Math.floor(i / samples) * depth + ((i % samples) % depth)
      const length = rows * channel * samples
      return {
        ...block,
        values: Float32Array.from({ length }, (_, i) => values[at(i)]),
        depth: samples,
      }
    }
    const lengths = [64, 65, 112, 113, 200]
    const tokens = await Promise.all(lengths.map(async (n) => (await run(lasting(n))).axes[1]))
    expect(tokens).toEqual([8, 16, 16, 24, 32])
  })

  test('SwiFT: what lies far away in a volume is seen after the last stage', async () => {
    const { block, run } = await opened('tiny-swift')
    const before = await run(block)
    const after = await run(withSamples(block, (x, { sample }) => (sample === 0 ? x + 5 : x)))
    expect(after.axes).toEqual([4, 16])
    expect(after.values).not.toEqual(before.values)
  })
})
