import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/encoders/block.ts'
import { loadModelCard } from '../../src/encoders/card.ts'
import { embed } from '../../src/encoders/embed.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { random } from '../../src/kernels/random.ts'
import { fixtures, shipped } from './model-folder.ts'

function noise(rows: number, channel: number, time: number, depth = 256): Block {
  const draw = random(rows + 100 * channel + 10_000 * time)
  const values = Float32Array.from({ length: rows * channel * time * depth }, draw.normal)
  return { rows, channel, time, depth, values }
}

const output = 'embedding'
const wavelet = () => preflight(loadModelCard('wavelet-encoder', [shipped]))
const batchEncoder = () => preflight(loadModelCard('batch-encoder', [fixtures]))

describe('embed', () => {
  test('each window, channel and patch has 24 numbers', async () => {
    const { values, axes } = await embed(await wavelet(), noise(3, 2, 4), { output })
    expect(axes).toEqual([2, 4, 24])
    expect(values).toHaveLength(3 * 2 * 4 * 24)
  })

  test('a model whose windows see each other still gives what each gives alone', async () => {
    const block = noise(7, 1, 1, 32)
    for (const batch of [1, 3, 7, 7]) {
      const { values } = await embed(await batchEncoder(), block, { output, batch })
      expect(values).toEqual(block.values)
    }
    const { sameBytes } = await batchEncoder()
    expect(sameBytes.get('embedding,7,1,1,32')).toBe(false)
  })

  test('graphs of 16-bit floats and of quantised integers, and several in a row', async () => {
    for (const name of ['half-encoder', 'int8-encoder', 'chain-encoder']) {
      const model = await preflight(loadModelCard(name, [fixtures]))
      const block = noise(9, 2, 3, 32)
      const alone = await embed(model, block, { output, batch: 1 })
      const together = await embed(model, block, { output, batch: 4 })
      expect(together).toEqual(alone)
      expect(alone.values.every(Number.isFinite)).toBe(true)
    }
  })

  test('codes of a tokenizer are an output as any other', async () => {
    const path = new URL('../golden/encoders/chain.json', import.meta.url)
    const golden = JSON.parse(readFileSync(path, 'utf8')) as { tokens: number[]; codes: number[] }
    const model = await preflight(loadModelCard('chain-encoder', [fixtures]))
    const values = Float32Array.from(golden.tokens)
    const block = { values, rows: 2, channel: 2, time: 4, depth: 32 }
    const codes = await embed(model, block, { output: 'codes' })
    expect(codes).toEqual({ values: Float32Array.from(golden.codes), axes: [2, 4] })
    const [half, full] = await Promise.all([
      embed(model, block, { output: 'half' }),
      embed(model, block, { output }),
    ])
    half.values.forEach((value, i) => {
      expect(Math.abs(value - full.values[i])).toBeLessThanOrEqual(2 ** -10 * Math.abs(value))
    })
  })

  test('a graph that rounds otherwise for a single window never sees one', async () => {
    const model = await preflight(loadModelCard('lonely-encoder', [fixtures]))
    const block = noise(6, 2, 2, 32)
    const alone = await embed(model, block, { output, batch: 1 })
    for (const batch of [2, 4, 6, 6]) {
      expect(await embed(model, block, { output, batch })).toEqual(alone)
    }
    const copies = await model.copies.get('embedding,2,2,32')
    const batched = model.sameBytes.get('embedding,6,2,2,32')
    expect([copies, batched]).toEqual([2, true])
  })

  test('ten thousand windows never exist as tokens at once', async () => {
    const model = await preflight(loadModelCard('lonely-encoder', [fixtures]))
    const values = new Float32Array(10_000 * 64)
    const block: Block = {
      values,
      rows: 10_000,
      channel: 1,
      time: 33,
      depth: 32,
      cut: { from: [0], samples: 64, channels: 1, stride: 1 },
    }
    const session = model.graphs[0].session
    let most = 0
    const counting = {
      ...session,
      run: (...[feeds, outputs]: Parameters<typeof session.run>) => {
        most = Math.max(most, feeds.tokens.values.byteLength)
        return session.run(feeds, outputs)
      },
    }
    const graphs = [{ ...model.graphs[0], session: counting }]
    await embed({ ...model, graphs }, block, { output, batch: 50 })
    expect(most).toBe(50 * 33 * 32 * 4)
    expect(most).toBeLessThan(values.byteLength / 10)
  })

  test('a window that is not finite has NaN and leaves the others alone', async () => {
    const block = noise(4, 2, 1)
    const { values: clean } = await embed(await wavelet(), block, { output })
    const spoilt = block.values.slice()
    spoilt[2 * 512 + 17] = Number.NaN
    spoilt[3 * 512] = Number.POSITIVE_INFINITY
    const { values } = await embed(await wavelet(), { ...block, values: spoilt }, { output })
    expect(values.subarray(0, 2 * 48)).toEqual(clean.subarray(0, 2 * 48))
    expect(values.subarray(2 * 48).every(Number.isNaN)).toBe(true)
  })

  test('windows that are all not finite have the usual width', async () => {
    const block = noise(2, 3, 2)
    block.values.fill(Number.NaN)
    const { values, axes } = await embed(await wavelet(), block, { output })
    expect(axes).toEqual([3, 2, 24])
    expect(values).toEqual(new Float32Array(2 * 3 * 2 * 24).fill(Number.NaN))
  })

  test('finite samples whose embedding is not finite end the run', async () => {
    const block = noise(1, 1, 1)
    block.values.fill(1e38)
    await expect(embed(await wavelet(), block, { output })).rejects.toMatchObject({
      code: 'model-failed',
    })
  })

  test('an output that the graph does not have cannot be run', async () => {
    const failing = embed(await wavelet(), noise(1, 1, 1), { output: 'attention' })
    await expect(failing).rejects.toMatchObject({ code: 'model-failed' })
  })
})

describe('properties', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 12 }),
  )

  test('the number of windows in a batch changes no bit', async () => {
    const model = await wavelet()
    await fc.assert(
      fc.asyncProperty(sizes, async ([rows, channel, time, batch]) => {
        const block = noise(rows, channel, time)
        const alone = await embed(model, block, { output, batch: 1 })
        const together = await embed(model, block, { output, batch })
        expect(together).toEqual(alone)
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('twice the amplitude adds the logarithm of four', async () => {
    const model = await wavelet()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), async (rows) => {
        const block = noise(rows, 1, 1)
        const loud = { ...block, values: block.values.map((v) => 200 * v) }
        const louder = { ...block, values: block.values.map((v) => 400 * v) }
        const a = await embed(model, loud, { output })
        const b = await embed(model, louder, { output })
        b.values.forEach((v, i) => {
          expect(v - a.values[i]).toBeCloseTo(Math.log(4), 4)
        })
      }),
      { seed: 1, numRuns: 10 },
    )
  })
})
