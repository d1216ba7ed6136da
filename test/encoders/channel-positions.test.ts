import { describe, expect, test } from 'vitest'
import { loadModelCard, type ModelCard } from '../../src/encoders/card.ts'
import { channelPositions, withoutPlace } from '../../src/encoders/channel-positions.ts'
import { shipped } from './model-folder.ts'

const names = ['EEG T3-REF', 'Cz', 'T8', 'Fpz']

function card(positions: Partial<NonNullable<ModelCard['positions']>> = {}): ModelCard {
  const sphere = { frame: 'unitSphere', columns: 3, unit: 'm', normalise: 'none' } as const
  const wavelet = loadModelCard('wavelet-encoder', [shipped])
  const pos = { name: 'pos', is: 'pos', dtype: 'float32', shape: ['batch', 'channel', 3] } as const
  const graphs = wavelet.graphs.map((graph) => ({
    ...graph,
    inputs: [...graph.inputs, { ...pos, shape: [...pos.shape] }],
  }))
  return { ...wavelet, graphs, positions: { ...sphere, ...positions } }
}

function rounded(of: ModelCard, channels = names): number[] {
  return Array.from(channelPositions(of, channels) ?? [], (v) => Math.round(v * 1e6) / 1e6 + 0)
}

describe('channelPositions', () => {
  test('electrodes lie on the unit sphere, by their names', () => {
    expect(rounded(card())).toEqual([-1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0])
  })

  test('positions of the recording are taken in place of those of names', () => {
    const places = Float64Array.of(0, 1, 0, 0, 0, 1)
    const out = channelPositions(card({ radius: 2 }), ['E1', 'E2'], { places })
    expect([...(out ?? [])]).toEqual([0, 2, 0, 0, 0, 2])
    expect(() => channelPositions(card(), ['E1', 'E2'])).toThrow(/E1.*E2/)
  })

  test('a card with a radius takes positions on a head of that size', () => {
    expect(rounded(card({ frame: 'head', radius: 0.09 }), ['Cz', 'T8'])).toEqual([
      0, 0, 0.09, 0.09, 0, 0,
    ])
  })

  test('electrodes look nowhere: the last of six columns are 0', () => {
    expect(rounded(card({ columns: 6 }), ['Cz'])).toEqual([0, 0, 1, 0, 0, 0])
  })

  test('each axis may run from 0 to 1, or from -1 to 1', () => {
    expect(rounded(card({ normalise: 'zeroOne' }))).toEqual([
      0, 0, 0, 0.5, 0, 1, 1, 0, 0, 0.5, 1, 0,
    ])
    expect(rounded(card({ normalise: 'minMax' }), ['Cz', 'T8'])).toEqual([-1, 0, 1, 1, 0, -1])
  })

  test('or lie around 0 with a mean squared length of a third', () => {
    const found = rounded(card({ normalise: 'rms' }))
    const sums = [0, 1, 2].map(
      (axis) => found[axis] + found[axis + 3] + found[axis + 6] + found[axis + 9],
    )
    expect(Math.max(...sums.map(Math.abs))).toBeLessThan(1e-5)
    expect(found.reduce((sum, v) => sum + v * v, 0) / names.length).toBeCloseTo(1 / 3, 4)
  })

  test('the size of a head is taken away again', () => {
    const far = card({ normalise: 'unitSphere', radius: 90 })
    expect(rounded(far)).toEqual(rounded(card()))
  })

  test('a model that takes no positions gets none, whatever the names', () => {
    const wavelet = loadModelCard('wavelet-encoder', [shipped])
    expect(channelPositions(wavelet, ['ECG'])).toBeUndefined()
    expect(withoutPlace(wavelet, ['ECG'])).toEqual([])
    expect(withoutPlace(card(), ['ECG', 'Cz'])).toEqual(['ECG'])
  })

  test('channels that are no electrodes are all named', () => {
    expect(() => channelPositions(card(), ['Cz', 'A2-A1', 'ECG'])).toThrow(
      expect.objectContaining({
        code: 'model-input',
        facts: expect.objectContaining({ contract: 'positions', missing: ['A2-A1', 'ECG'] }),
      }),
    )
  })

  test('a layout is the head laid out flat, in two columns', () => {
    const flat = { frame: 'layout', columns: 2, unit: '1' } as const
    const quarter = Math.round((Math.PI / 2) * 1e6) / 1e6
    expect(rounded(card(flat))).toEqual([-quarter, 0, 0, 0, quarter, 0, 0, quarter])
    expect(rounded(card({ ...flat, normalise: 'zeroOne' }))).toEqual([0, 0, 0.5, 0, 1, 0, 0.5, 1])
  })

  test('names alone give no coordinates of a brain', () => {
    for (const other of [{ frame: 'mni' }, { columns: 2 }, { frame: 'layout' }]) {
      expect(() => channelPositions(card(other), names)).toThrow(
        expect.objectContaining({ code: 'model-input' }),
      )
    }
  })
})
