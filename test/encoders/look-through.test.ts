import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import { cardSchema } from '../../src/encoders/card-schema.ts'
import { lookThrough, visionOf } from '../../src/encoders/look-through.ts'
import { decodeTable } from '../../src/tables/ipc.ts'
import { listsOf } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { shipped } from './model-folder.ts'

const card = loadModelCard('tiny-vision', [shipped])
const golden = decodeTable(readFileSync(join(card.folder, 'golden.arrow')))
const size = 3 * 24 * 24
const picture = (planes: ArrayLike<number>, colours = 3, side = 24) => {
  return { planes, colours, height: side, width: side }
}

describe('a model for images', () => {
  test('sees what PyTorch sees, at the size that it takes', async () => {
    const { values } = listsOf(golden, 'tokens')
    const shown = [0, 1].map((r) => picture(values.subarray(r * size, (r + 1) * size)))
    const found = await lookThrough(card, shown)
    expect(found.axes).toEqual([6, 6, 6])
    const wanted = listsOf(golden, 'embedding').values
    expectClose(found.values, wanted, { absolute: 1e-5, why: 'f32 of another runtime' })
  })

  test("CLIP's image tower gives the golden embedding of each picture, its one layer", async () => {
    const clip = loadModelCard('tiny-clip', [shipped])
    const own = decodeTable(readFileSync(join(clip.folder, 'golden.arrow')))
    const { values } = listsOf(own, 'tokens')
    const pixels = 3 * 32 * 32
    const shown = [0, 1].map((r) => {
      return picture(values.subarray(r * pixels, (r + 1) * pixels), 3, 32)
    })
    const found = await lookThrough(clip, shown)
    expect([visionOf(clip).layers, found.axes]).toEqual([['embedding'], [16]])
    const wanted = listsOf(own, 'embedding').values
    expectClose(found.values, wanted, { absolute: 1e-5, why: 'f32 of another runtime' })
  })

  test('a grey picture of another size is resized and shown in three equal colours', async () => {
    const grey = Float64Array.from({ length: 144 }, (_, i) => (i % 12) / 11)
    const three = Float64Array.of(...grey, ...grey, ...grey)
    const asked = { layer: 'pooled' }
    const one = await lookThrough(card, [picture(grey, 1, 12)], asked)
    expect(one.axes).toEqual([8])
    expect(one).toEqual(await lookThrough(card, [picture(three, 3, 12)], asked))
  })

  test('many pictures give what each gives by itself, none gives nothing', async () => {
    const shown = Array.from({ length: 35 }, (_, r) =>
      picture(Float64Array.from({ length: size }, (_, i) => ((i * (r + 3)) % 17) / 17)),
    )
    const all = await lookThrough(card, shown, { layer: 'pooled' })
    const last = await lookThrough(card, [shown[34]], { layer: 'pooled' })
    expect(all.values.subarray(34 * 8)).toEqual(last.values)
    expect((await lookThrough(card, [])).values.length).toBe(0)
  })

  test('a layer that is not there, and a model for recordings, are refused', async () => {
    await expect(lookThrough(card, [], { layer: 'lat' })).rejects.toMatchObject({
      code: 'stage-options',
      facts: { layers: ['early', 'late', 'pooled'] },
    })
    const other = loadModelCard('tiny-labram', [shipped])
    expect(() => visionOf(other)).toThrow(expect.objectContaining({ code: 'model-input' }))
  })

  test('its card needs one image of known size, and neither rate nor window', () => {
    const { folder: _, places: __, cardSha256: ___, ...facts } = card
    const issuesOf = (shape: (string | number)[]) => {
      const [graph] = facts.graphs
      const inputs = [{ ...graph.inputs[0], shape }]
      const found = cardSchema.safeParse({ ...facts, graphs: [{ ...graph, inputs }] })
      return found.error?.issues.map(({ path }) => path.join('.')) ?? []
    }
    expect(issuesOf(['batch', 3, 24, 24])).toEqual([])
    expect(issuesOf(['batch', 3, 'y', 'x'])).toEqual(['graphs.0.inputs'])
    expect(issuesOf(['batch', 2, 24, 24])).toEqual(['graphs.0.inputs'])
  })
})
