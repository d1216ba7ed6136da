import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import { channelPositions } from '../../src/encoders/channel-positions.ts'
import { embed } from '../../src/encoders/embed.ts'
import { encode } from '../../src/encoders/encode.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { random } from '../../src/kernels/random.ts'
import { matrixOf } from '../../src/tables/features.ts'
import type { Table } from '../../src/tables/table.ts'
import { shipped } from './model-folder.ts'
import { noiseWindows } from './windows.ts'

const card = loadModelCard('neurarrow-small', [shipped])
const electrodes = ['Fp1', 'F8', 'T3', 'Cz', 'FC6', 'P4', 'O2']
const size = 4 * 128

/** Codes of one window of noise, shape [C, 4, 20]; the noise of a channel follows from its name. */
async function codesOf(channels: readonly string[], gainUv = 10) {
  const values = new Float32Array(channels.length * size)
  channels.forEach((name, c) => {
    const draw = random(electrodes.indexOf(name) + 1)
    for (let t = 0; t < size; t++) values[c * size + t] = gainUv * draw.normal()
  })
  const known = { channels, positions: channelPositions(card, channels) }
  const block = { values, rows: 1, channel: channels.length, time: 4, depth: 128, known }
  const { values: codes } = await embed(await preflight(card), block, { output: 'code' })
  return codes
}

describe('neurarrow-small', () => {
  test('takes windows of any montage and gives 20 numbers a channel', async () => {
    const windows = noiseWindows({
      channels: ['EEG Fp1-REF', 'C4', 'POO9h'],
      rateHz: 128,
      samples: 640,
    })
    const chosen = encode.options.parse({ model: 'neurarrow-small' })
    const found = await encode.run(windows, chosen, { tables: {}, seed: 0 })
    expect(matrixOf(found as Table<'features'>)).toMatchObject({ rows: 5, cols: 3 * 20 })
  })

  test('a channel without a place is found before anything is read', () => {
    const chosen = encode.options.parse({ model: 'neurarrow-small' })
    const shape = { kind: 'windows', rateHz: 128, lengthS: 5, channels: ['Cz', 'A2-A1'] } as const
    const { issues = [] } = encode.shape?.(shape, chosen) ?? {}
    expect(issues.map(({ message }) => message).join()).toMatch(/place of every channel.*A2-A1/)
  })

  test('louder noise has codes of more power', async () => {
    const [soft, loud] = [await codesOf(electrodes), await codesOf(electrodes, 20)]
    const share = soft.filter((v, i) => loud[i] > v).length / soft.length
    expect(share).toBeGreaterThan(0.95)
  })
})

describe('properties', () => {
  test('the order of the channels does not matter', async () => {
    const inOrder = await codesOf(electrodes)
    const orders = fc.shuffledSubarray(electrodes, { minLength: electrodes.length })
    await fc.assert(
      fc.asyncProperty(orders, async (channels) => {
        const codes = await codesOf(channels)
        channels.forEach((name, c) => {
          const from = electrodes.indexOf(name) * 80
          for (let i = 0; i < 80; i++) expect(codes[c * 80 + i]).toBeCloseTo(inOrder[from + i], 3)
        })
      }),
      { seed: 1, numRuns: 10 },
    )
  })
})
