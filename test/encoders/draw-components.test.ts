import { expect, test } from 'vitest'
import { decompose } from '../../src/encoders/decompose.ts'
import { drawComponents } from '../../src/encoders/draw-components.ts'
import { ica } from '../../src/encoders/ica.ts'
import { componentDrawings } from '../../src/tables/component-drawing.ts'
import type { Table } from '../../src/tables/table.ts'
import { runStage } from '../run-stage.ts'
import { componentRecording, electrodes } from './component-recording.ts'

const options = ica.options.parse({
  ...{ correlate: [{ channels: ['EOG'], above: 0.7 }], method: 'fastica' },
})
const parts = decompose(componentRecording(), options, {
  ...{ stage: 'ica', seed: 1, others: ['EOG'] },
})

test('every component has its map, its share, its spectrum and why it was removed', () => {
  if (parts === undefined) throw new Error('no components')
  const drawing = drawComponents(parts, {
    reasons: [
      { k: 2, why: 'follows EOG' },
      { k: 2, why: 'eye (0.90)' },
    ],
  })
  expect(drawing).toMatchObject({ channels: electrodes, count: 8, removed: [2] })
  expect(drawing.components.map(({ why }) => why)[2]).toBe('follows EOG, eye (0.90)')
  expect(drawing.hz).toEqual(Array.from({ length: 50 }, (_, f) => f + 1))
  for (const { k, map, share, spectrumDb } of drawing.components) {
    expect(map).toHaveLength(8)
    expect(map[0]).toBeCloseTo(parts.found.mixing[k], 2)
    expect(share).toBeCloseTo(parts.found.shares[k], 4)
    expect(Math.max(...spectrumDb)).toBe(0)
  }
})

test('the most probable class stands with each component, removed or not', () => {
  if (parts === undefined) throw new Error('no components')
  const probabilities = Float32Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 0.25 : 0.75))
  const labels = { classes: ['brain', 'eye'], probabilities }
  const { components, labels: all } = drawComponents(parts, { labels, reasons: [] })
  expect(components[5]).toMatchObject({ label: 'eye', probability: 0.75 })
  expect(all).toEqual(Array(8).fill('eye'))
})

test('the stage leaves the drawing with the cleaned recording', async () => {
  const out = await runStage(ica, componentRecording(), options)
  const [drawing] = componentDrawings(out as Table)
  expect(drawing.removed).toHaveLength(1)
  const eye = drawing.components.find(({ k }) => k === drawing.removed[0])
  expect(eye?.why).toBe('follows EOG')
  const front = Math.abs(eye?.map[0] ?? 0)
  expect(front).toBeGreaterThan(3 * Math.abs(eye?.map[7] ?? 0))
})
