import { expect, test } from 'vitest'
import { brainNodes } from '../../src/reports/brain-nodes.ts'
import { brainVolumes } from '../../src/reports/brain-volumes.ts'
import { brainChart } from '../../src/reports/chart-brain.ts'
import { chordsChart } from '../../src/reports/chart-chords.ts'
import { componentsChart } from '../../src/reports/chart-components.ts'
import { connectionsChart } from '../../src/reports/chart-connections.ts'
import { curvesChart } from '../../src/reports/chart-curves.ts'
import { glassChart } from '../../src/reports/chart-glass.ts'
import { headsChart } from '../../src/reports/chart-heads.ts'
import { labelCounts } from '../../src/reports/chart-label-counts.ts'
import { layersChart } from '../../src/reports/chart-layers.ts'
import { matrixChart } from '../../src/reports/chart-matrix.ts'
import { planChart } from '../../src/reports/chart-plan.ts'
import { pointsChart } from '../../src/reports/chart-points.ts'
import { weightBars } from '../../src/reports/chart-weights.ts'
import { scaleOf } from '../../src/reports/colour-scale.ts'
import { figureFiles } from '../../src/reports/figure-files.ts'
import { brainOrBars } from '../../src/reports/figure-map.ts'
import { html, type Markup } from '../../src/reports/markup.ts'
import { figure } from '../../src/reports/section.ts'
import { parcelPlaces } from '../../src/tables/parcel-places.ts'
import { pictureGap } from '../fixtures/pictures.ts'

const words = { id: 'it', title: 'A made figure', says: 'Nothing but made numbers.' }

const channels = 'Fp1 Fp2 F7 F3 Fz F4 F8 T7 C3 Cz C4 T8 P7 P3 Pz P4 P8 O1 O2'.split(' ')

function heads(): Markup {
  const left = channels.map((name, c) => (name === 'C3' ? 3 : 0.1 * (c % 5)))
  const right = channels.map((name, c) => (name === 'C4' ? 3 : 0.1 * (c % 4)))
  const scale = scaleOf('sequential', [...left, ...right])
  const difference = right.map((value, c) => value - left[c])
  const shown = [left, right].map((values) => ({ values, scale }))
  const rows = ['8–12 Hz', '12–20 Hz'].map((name) => ({
    name,
    heads: [...shown, { values: difference, scale: scaleOf('diverging', difference) }],
  }))
  return headsChart({ ...words, channels, columns: ['left', 'right', 'right − left'], rows })
}

function components(): Markup {
  const hz = Array.from({ length: 50 }, (_, f) => f + 1)
  const cells = Array.from({ length: 8 }, (_, k) => ({
    ...{ name: `${k} · ${20 - 2 * k} %`, label: k === 1 ? 'eye 0.93' : 'brain 0.88' },
    isRemoved: k === 1,
    map: channels.map((_, c) => Math.cos(0.7 * k * c) + (k === 1 && c < 2 ? 4 : 0)),
    spectrumDb: hz.map((f) => -12 * Math.log10(f) + 6 * Math.exp(-((f - 10) ** 2) / 4) - 6),
  }))
  return componentsChart({ ...words, channels, hz, components: cells })
}

function counts(): Markup {
  return labelCounts('it', [
    { label: 'brain', components: 170, removed: 0 },
    { label: 'eye', components: 24, removed: 21 },
  ])
}

function curves(): Markup {
  const x = Array.from({ length: 60 }, (_, i) => -1 + i / 20)
  const series = ['C3', 'Cz', 'C4'].flatMap((panel, p) =>
    ['left', 'right'].map((name, k) => {
      const values = Float32Array.from(x, (t) => Math.sin(3 * t + p) * (k + 1))
      const low = values.map((v) => v - 0.4)
      return { panel, series: name, values, low, high: values.map((v) => v + 0.4), groups: 9 }
    }),
  )
  return curvesChart({
    ...{ ...words, x, series, names: ['time in s', 'µV'] },
    ...{ heights: [0], moments: [0] },
  })
}

function matrix(): Markup {
  const x = Array.from({ length: 20 }, (_, i) => -0.5 + i / 10)
  const values = x.flatMap((a) => x.map((b) => (a > 0 && b > 0 ? 0.8 : 0.5) - 0.1 * (a - b) ** 2))
  const scale = { kind: 'diverging', low: 0.2, high: 0.8 } as const
  return matrixChart({
    ...words,
    values,
    x,
    names: ['test time in s', 'training time in s'],
    scale,
  })
}

function brain(): Markup {
  const shape = [16, 20, 14] as const
  const all = Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, v) => {
    return [v % 16, Math.floor(v / 16) % 20, Math.floor(v / 320)]
  }).filter(([x, y, z]) => Math.hypot((x - 7.5) / 8, (y - 9.5) / 10, (z - 6.5) / 7) < 1)
  const names = JSON.stringify(all.map((one) => one.join(',')))
  const grid = JSON.stringify({ shape, affine: [3, 0, 0, -22, 0, 3, 0, -30, 0, 0, 3, -20] })
  const spot = ([x, y, z]: number[], a: number) =>
    Math.exp(-((x - a) ** 2 + (y - 6) ** 2 + (z - 8) ** 2) / 8)
  const values = all.map((one) => 2 * spot(one, 4) - spot(one, 12))
  const volume = brainVolumes({ names, grid })?.(values)
  const maps = volume ? [{ name: 'face', volume, scale: scaleOf('diverging', values) }] : []
  return brainChart({ ...words, maps })
}

const parcelNames = Array.from({ length: 6 }, (_, k) => `parcel ${k}`)

/** Six parcels of an ellipsoid: three from left to right, behind and in front. */
function places(): string {
  const shape = [12, 14, 10] as const
  const parcelOf = Int32Array.from({ length: 1680 }, (_, v) => {
    const [x, y, z] = [v % 12, Math.floor(v / 12) % 14, Math.floor(v / 168)]
    const isIn = Math.hypot((x - 5.5) / 6, (y - 6.5) / 7, (z - 4.5) / 5) < 1
    return isIn ? Math.floor(x / 4) + 3 * Math.floor(y / 7) : -1
  })
  const affine = [5, 0, 0, -28, 0, 5, 0, -33, 0, 0, 5, -20, 0, 0, 0, 1]
  return parcelPlaces(parcelOf, { shape, affine }, parcelNames)
}

function parcels(): Markup {
  const facts = { names: parcelNames, parcels: places() }
  const values = Float32Array.of(1, -0.5, 0.2, -1.4, 0.1, 0.8)
  return brainOrBars('it', 'Weights', { series: [{ panel: 'map', series: 'face', values }], facts })
}

function glass(): Markup {
  const nodes = brainNodes(parcelNames, places())
  const found = [
    { from: 0, to: 5, value: -0.9 },
    { from: 2, to: 4, value: 0.6 },
    { from: 0, to: 1, value: 0.2 },
  ]
  if (nodes === undefined) throw new Error('parcels without places')
  return glassChart({ ...words, what: 'right − left', nodes, edges: found })
}

function bars(): Markup {
  const names = channels.map((name) => `${name} sampleEntropy`)
  const values = channels.map((_, c) => Math.cos(1.7 * c) / (1 + c))
  return weightBars('it', { title: 'Weights', series: 'right against left', names, values })
}

const edges = channels.flatMap((_, from) =>
  [3, 7].map((step) => {
    const to = (from + step) % channels.length
    return { from, to, value: Math.sin(2.3 * from + step) }
  }),
)

function chords(): Markup {
  return chordsChart({ ...words, nodes: channels, edges, what: 'right − left' })
}

function connections(): Markup {
  const nodes = channels.slice(0, 8)
  const values = Float64Array.from({ length: 64 }, (_, i) => Math.cos((i % 8) - Math.floor(i / 8)))
  const scale = scaleOf('diverging', values)
  return connectionsChart({ ...words, nodes, panels: [{ name: 'left', values, scale }] })
}

function plan(): Markup {
  const stages = ['read', 'bandpass', 'resample', 'window', 'bandpower', 'subjectCenter']
  const steps = stages.map((stage, i) => ({
    ...{ stage, nodes: 64, cached: [64, 0, 12, 0, 64, 0][i], seconds: 0.3 * i },
    scope: i < 5 ? ('recording' as const) : ('subject' as const),
  }))
  const fold = { stage: 'standardize → logistic', scope: 'fold' as const }
  return planChart('it', [...steps, { ...fold, nodes: 32, cached: 0, seconds: 4 }])
}

function points(): Markup {
  const codes = Array.from({ length: 90 }, (_, i) => i % 3)
  const at = (i: number, salt: number) => codes[i] + Math.sin(i * salt)
  const [x, y] = [1.3, 2.7].map((salt) => codes.map((_, i) => at(i, salt)))
  const groups = codes.map((_, i) => i % 9)
  const panels = [
    { name: 'by class', codes, names: ['left', 'right', 'rest'] },
    { name: 'by subject', codes: groups, names: Array.from({ length: 9 }, (_, g) => `S${g}`) },
  ]
  return pointsChart({ ...words, x, y, axes: ['first', 'second'], panels })
}

function layers(): Markup {
  const made = ['conv1', 'conv2', 'conv3', 'pooled by attention'].map((name, k) => {
    const values =
      k === 2 ? [] : Array.from({ length: 9 }, (_, i) => 12 * k + 3 * Math.sin(i * 1.7))
    return { name, values }
  })
  const { says: _, ...named } = words
  return layersChart({ ...named, along: 'distance from the reference in mm', layers: made })
}

test.each([
  ['heads', heads],
  ['components', components],
  ['counts', counts],
  ['curves', curves],
  ['matrix', matrix],
  ['brain', brain],
  ['parcels', parcels],
  ['glass', glass],
  ['bars', bars],
  ['chords', chords],
  ['points', points],
  ['plan', plan],
  ['connections', connections],
  ['layers', layers],
])('%s look as they were accepted', async (name, draw) => {
  const page = figure('caption', draw(), html``).markup
  const files = await figureFiles(page)
  expect(String(files.get('it.svg'))).not.toMatch(/NaN|undefined|Infinity/)
  expect(pictureGap(`chart-${name}`, files.get('it.png') ?? new Uint8Array())).toBeLessThan(0.005)
})
