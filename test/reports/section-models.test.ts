import { describe, expect, test } from 'vitest'
import { renderReport } from '../../src/reports/report.ts'
import type { FigureData } from '../../src/tables/figure.ts'
import { makeRun } from './make-record.ts'

const { record, predictions } = makeRun({ subjects: ['A', 'B'], classes: [], metrics: ['pearson'] })
const words = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

/** The text of the report of a run with one kind of map. */
function reportOf(use: string, names: string[], values: Record<string, number[]>): string {
  const series = Object.entries(values).map(([name, own]) => {
    return { panel: 'map', series: name, values: Float32Array.from(own) }
  })
  const data: FigureData = { series, facts: { names } }
  const maps = [{ use, title: 'Maps', folds: 2, features: names.length, maps: [] }]
  return words(renderReport({ ...record, maps }, predictions, new Map([[`maps/${use}`, data]])))
}

describe('modelsSection', () => {
  test('models of RDMs stand with their weights under the noise ceiling', () => {
    const text = reportOf('rdmModels', ['living', 'houses'], {
      alike: [0.25, 0.5],
      weight: [1.5, 0],
      weighted: [0.375, 0.375],
      ceilingLow: [0.5, 0.5],
      ceilingHigh: [0.75, 0.75],
    })
    expect(text).toContain('The noise ceiling across people is 0.500 to 0.750')
    expect(text).toContain('weighted models reach 0.375, 75 % of its lower end.')
    expect(text).toContain('Models by themselves and weighted; the band is the noise ceiling')
    expect(text).not.toContain('Signals and what was learnt')
    expect(text).toMatch(/living 1\.500 0\.250 houses 0\.000 0\.500 all, weighted 0\.375/)
  })

  test('responses stand with what noise allows, those without a signal apart', () => {
    const text = reportOf('responses', ['a', 'b', 'c'], {
      r: [0.25, 0.5, 0],
      q: [0.5, 0.125, 1],
      ccMax: [0.5, 1, Number.NaN],
      ccNorm: [0.5, 0.75, Number.NaN],
      spe: [0.75, 0.25, Number.NaN],
    })
    expect(text).toContain('Of 3 features 2 have a signal that repeats.')
    expect(text).toMatch(/correlation of 0\.750 with the mean response/)
    expect(text).toMatch(
      /b 0\.500 1\.000 0\.750 0\.250 0\.125 a 0\.250 0\.500 0\.500 0\.750 0\.500 /,
    )
  })

  test('no signal anywhere is said; maps without ceilings have no section', () => {
    const none = { r: [0], ccMax: [Number.NaN], ccNorm: [Number.NaN] }
    expect(reportOf('responses', ['a'], none)).toContain('Of 1 feature 0 have a signal that')
    expect(reportOf('responses', ['a'], { r: [0] })).not.toContain('what noise allows')
    expect(words(renderReport(record, predictions))).not.toContain('what noise allows')
  })
})
