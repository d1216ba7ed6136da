import { describe, expect, test } from 'vitest'
import type { MapScore } from '../../src/evaluation/map-kind.ts'
import { renderReport } from '../../src/reports/report.ts'
import type { FigureData } from '../../src/tables/figure.ts'
import { makeRun } from './make-record.ts'

const { record, predictions } = makeRun({ subjects: ['A', 'B'], classes: [], metrics: ['pearson'] })
const words = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

function pageOf(
  values: Record<string, number[]>,
  facts: FigureData['facts'],
  { scores, each }: { scores: MapScore[]; each: { layer: string; r: number; best: number }[] },
): string {
  const series = Object.entries(values).map(([name, own]) => {
    return { panel: 'map', series: name, values: Float32Array.from(own) }
  })
  const map = { use: 'layers', title: 'Layers', folds: 2, features: values.depth.length, maps: [] }
  const maps = [{ ...map, scores, layers: { least: 0.1, each } }]
  const data = new Map([['maps/layers', { series, facts }]])
  return renderReport({ ...record, maps }, predictions, data)
}

const shared = { depth: [1, 2, 2, Number.NaN], 'r one': [0.5, 0, 0, 0], 'r two': [0, 0.25, 0.5, 0] }
const tested = { p: 0.5, orders: 2, exact: true }

describe('layersFigure', () => {
  test('distances by layer, with the spatial score and its chance in words', () => {
    const page = pageOf(
      { ...shared, distanceMm: [0, 8, 16, 4] },
      { names: [...'abcd'] },
      {
        scores: [
          { name: 'encoding', value: 0.4166, count: 3 },
          { name: 'spatial', value: 0.866, count: 3, ...tested },
        ],
        each: [
          { layer: 'one', r: 0.125, best: 1 },
          { layer: 'two', r: 0.1875, best: 2 },
        ],
      },
    )
    const text = words(page)
    expect(text).toContain('predicts it with a mean r of 0.417 over 3 responses.')
    expect(text).toContain(
      'an r of 0.866 over 3 responses, p 0.500 (one-sided, all 2 orders of the layers)',
    )
    expect(text).toContain('Means: one 0.000; two 12.00.')
    expect(text).toMatch(/one 0\.125 1 – – two 0\.188 2 – –/)
    expect(page).not.toContain('map-layers-peaks')
  })

  test('courses over time and peaks, where responses are channels at moments', () => {
    const moments = { channels: ['Cz', 'Pz'], timesS: [0.1, 0.2] }
    const page = pageOf(
      shared,
      { names: [...'abcd'], moments },
      {
        scores: [{ name: 'temporal', value: 0.9, count: 3, ...tested, exact: false }],
        each: [
          { layer: 'one', r: 0.125, best: 1 },
          { layer: 'two', r: 0.1875, best: 2 },
        ],
      },
    )
    expect(words(page)).toContain('r of 0.900 over 3 peaks, p 0.500 (one-sided, drawn 2 orders')
    expect(words(page)).toContain('Means: one 0.100; two 0.150.')
    expect(page).toContain('id="map-layers"')
    expect(page).not.toContain('map-layers-distance')
  })
})
