import { expect, test } from 'vitest'
import { electrodePositions } from '../../src/kernels/electrode-positions.ts'
import { random } from '../../src/kernels/random.ts'
import { renderReport } from '../../src/reports/report.ts'
import type { RunFigure, RunRecord } from '../../src/store/run.ts'
import type { FigureData, FigureSeries } from '../../src/tables/figure.ts'
import { makeRun } from './make-record.ts'

const subjects = Array.from({ length: 200 }, (_, i) => `sub-${String(i).padStart(3, '0')}`)
const classes = ['left', 'right']
const bands = ['1-4', '4-8', '8-13', '13-20', '20-30', '30-45']
const draw = random(1)
const noise = (count: number) => Float32Array.from({ length: count }, () => draw.normal())

/** 64 electrodes that have a place. */
const channels = ['AF', 'F', 'FC', 'C', 'CP', 'P', 'PO']
  .flatMap((row) => ['z', '1', '2', '3', '4', '5', '6', '7', '8'].map((column) => row + column))
  .concat('Oz O1 O2 T7 T8 FT7 FT8 TP7 TP8 Fp1 Fp2 Fpz'.split(' '))
  .filter((name) => !electrodePositions([name]).some(Number.isNaN))
  .slice(0, 64)

function banded(series: Omit<FigureSeries, 'values'>, count: number): FigureSeries {
  const values = noise(count)
  return { ...series, values, low: values.map((v) => v - 1), high: values.map((v) => v + 1) }
}

/** Every figure there is, of as many channels, at the number of points that it keeps at most. */
const figures: Readonly<Record<string, FigureData>> = {
  bandMaps: {
    series: classes.map((series) => ({
      panel: 'power',
      series,
      values: noise(6 * 64),
      groups: 200,
    })),
    facts: { names: channels.flatMap((c) => bands.map((band) => `${c} ${band}Hz`)) },
  },
  classSpectra: {
    series: channels.flatMap((panel) => classes.map((series) => banded({ panel, series }, 90))),
    facts: { channels, x: Array.from({ length: 90 }, (_, k) => (k + 1) / 2), unit: 'uV' },
  },
  patterns: {
    series: [{ panel: 'pattern', series: 'right against left', values: noise(40) }],
    facts: { names: Array.from({ length: 40 }, (_, d) => `feature ${d}`), rows: 9600 },
  },
  spatialFilters: {
    series: bands.flatMap((band) =>
      [1, 2, 3, 4].flatMap((k) =>
        ['pattern', 'filter'].map((series) => {
          return { panel: `csp${k} ${band}`, series, values: noise(64) }
        }),
      ),
    ),
    facts: { channels, stage: 'csp' },
  },
  components: {
    series: ['r1', 'r2'].flatMap((panel) =>
      Array.from({ length: 20 }, (_, k) => [
        { panel, series: `map ${k}`, values: noise(64) },
        { panel, series: `spectrum ${k}`, values: noise(50).map((v) => -Math.abs(9 * v)) },
      ]).flat(),
    ),
    facts: {
      recordings: ['r1', 'r2'].map((recording) => ({
        ...{ recording, channels, count: 64 },
        components: Array.from({ length: 20 }, (_, k) => ({ k, share: 0.01, label: 'brain' })),
      })),
      ...{ hz: Array.from({ length: 50 }, (_, f) => f + 1), of: 400 },
      labels: [{ label: 'brain', components: 25_600, removed: 900 }],
    },
  },
  connectome: {
    series: classes.map((series) => ({ panel: '', series, values: noise(64 * 64), groups: 200 })),
    facts: { nodes: channels, edges: 30, correlation: true },
  },
  embedding: {
    series: ['pca', 'umap'].flatMap((panel) =>
      ['x', 'y'].map((series) => ({ panel, series, values: noise(2000) })),
    ),
    facts: {
      ...{ classes, groups: subjects, unit: 'subject', of: 9600, shares: [0.4, 0.2] },
      classCodes: Array.from({ length: 2000 }, (_, r) => r % 2),
      groupCodes: Array.from({ length: 2000 }, (_, r) => r % 200),
    },
  },
}

test('the report of 200 subjects, 64 channels and every figure is below 3 MB', () => {
  const metrics = ['balancedAccuracy', 'auroc', 'averagePrecision']
  const { record, predictions } = makeRun({ subjects, classes, metrics })
  const named = Object.keys(figures).map((use): RunFigure => {
    return { name: use, use, title: use, options: {}, key: use, cites: [] }
  })
  const whole: RunRecord = { ...record, figures: named }
  const page = renderReport(whole, predictions, new Map(Object.entries(figures)))
  for (const use of Object.keys(figures)) expect(page).toMatch(new RegExp(`<svg id="${use}`))
  expect(channels).toHaveLength(64)
  expect(page).not.toMatch(/NaN|undefined/)
  const megabytes = Buffer.byteLength(page) / 1e6
  expect(megabytes).toBeLessThan(3)
})

test('ten maps of a whole brain at 3 mm are below 3 MB', () => {
  const shape = [53, 63, 46] as const
  const all = Array.from({ length: 53 * 63 * 46 }, (_, v) => {
    return [v % 53, Math.floor(v / 53) % 63, Math.floor(v / 3339)]
  }).filter(([x, y, z]) => Math.hypot((x - 26) / 26, (y - 31) / 31, (z - 22) / 22) < 1)
  const names = all.map((one) => one.join())
  const grid = JSON.stringify({ shape, affine: [3, 0, 0, -78, 0, 3, 0, -112, 0, 0, 3, -70] })
  const series = Array.from({ length: 10 }, (_, k) => {
    return { panel: 'map', series: `class ${k}`, values: noise(names.length) }
  })
  const few = subjects.slice(0, 12)
  const { record, predictions } = makeRun({ subjects: few, classes, metrics: ['accuracy'] })
  const maps = [{ use: 'weights', title: 'Weights', folds: 12, features: names.length, maps: [] }]
  const figures = new Map([['maps/weights', { series, facts: { names, grid } }]])
  const page = renderReport({ ...record, maps }, predictions, figures)
  expect(page).toContain('id="map-weights"')
  expect(Buffer.byteLength(page) / 1e6).toBeLessThan(3)
})
