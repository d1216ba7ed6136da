import { describe, expect, test } from 'vitest'
import type { MapContext, MapEnd, NamedMaps } from '../../../src/evaluation/map-kind.ts'
import { layers } from '../../../src/evaluation/maps/layers.ts'
import { vectorPearson } from '../../../src/evaluation/vector-regression.ts'
import { bandedRidge } from '../../../src/heads/banded-ridge.ts'
import { columnsOf, lists, makeTable, type Table } from '../../../src/tables/table.ts'
import { layersGolden } from '../../layers-golden.ts'
import { voxelRows } from '../voxel-rows.ts'

const { encoded } = layersGolden
const grid = { shape: [3, 2, 2] as const, affine: encoded.affine }
const bands = ['one', 'one', 'two', 'two', 'three', 'three', 'four', 'four']
const rows = 60

function side(from: number, of: readonly string[] = bands): Table<'features'> {
  const values = Float32Array.from(encoded.x.slice(8 * from, 8 * (from + rows)))
  const labels = Array.from({ length: rows }, () => 'a')
  const runs = labels.map((_, r) => from + Math.floor(r / 30))
  const table = voxelRows({ values, names: bands.map((band, f) => `${band} ${f}`), labels, runs })
  const own = lists(Float32Array.from(encoded.y.slice(12 * from, 12 * (from + rows))), 12)
  const meta = { ...table.meta, labels: '["event","response"]', bands: JSON.stringify(of) }
  return makeTable('features', { ...columnsOf(table), response: own }, meta)
}

function context(of = bands, target = 'response'): MapContext {
  const options = bandedRidge.options.parse({ folds: 2, alpha: [10], gammas: [[1, 1, 1, 1]] })
  const question = {
    head: bandedRidge,
    options,
    target,
    classes: [],
    unit: 'run',
    seed: 1,
  } as const
  const fitted = () =>
    bandedRidge.fit(
      { values: new Float64Array(1), rows: 1, cols: 1 },
      { y: new Float64Array(1), classes: 0 },
      options,
      1,
    )
  return {
    sides: { train: side(0, of), test: side(rows, of) },
    question,
    fitted,
    metric: vectorPearson,
    positive: -1,
  }
}

const compute = (options: object = {}, given = context()): NamedMaps =>
  layers.compute?.(given, layers.options.parse(options)) ?? {}

const meta = { names: JSON.stringify(encoded.names), grid: JSON.stringify(grid) }
const moments = { channels: ['p', 'q', 'r'], timesS: encoded.timesS }

function conclude(options: object, more: object = {}, means = compute()): MapEnd {
  const end = layers.conclude?.(means, { meta, seed: 1, ...more }, layers.options.parse(options))
  return end ?? { maps: {}, scores: [] }
}

const score = ({ scores }: MapEnd, name: string) => scores.find((one) => one.name === name)

describe('layers', () => {
  test('each layer alone predicts as scikit-learn does', () => {
    const found = compute()
    expect(Object.keys(found)).toEqual(['r one', 'r two', 'r three', 'r four'])
    const all = Object.values(found).flatMap((map) => [...map])
    all.forEach((r, i) => {
      expect(r).toBeCloseTo(encoded.r[i], 6)
    })
  })

  test('best layers, distances and the three scores are those of NumPy and SciPy', () => {
    const end = conclude({ reference: ['0,0,0', '0,1,1'], least: 0.2 }, { moments })
    expect([...end.maps.depth]).toEqual(encoded.depth.map((depth) => depth ?? Number.NaN))
    end.maps.distanceMm.forEach((mm, d) => {
      expect(mm).toBeCloseTo(encoded.distanceMm[d], 6)
    })
    expect(score(end, 'encoding')?.value).toBeCloseTo(encoded.encoding, 6)
    for (const name of ['spatial', 'temporal'] as const) {
      expect(score(end, name)?.value).toBeCloseTo(encoded[name].r, 6)
      expect(score(end, name)?.p).toBeCloseTo(encoded[name].p, 9)
    }
    expect([score(end, 'spatial')?.count, score(end, 'encoding')?.count]).toEqual([10, 10])
    expect(end.layers?.each.map(({ layer, best }) => `${layer} ${best}`)).toEqual([
      'one 1',
      'two 4',
      'three 3',
      'four 2',
    ])
  })

  test('a point as reference; neither reference nor moments: the encoding score alone', () => {
    const [x, y, z] = [3, 7, 11].map((at) => encoded.affine[at])
    const byPoint = conclude({ reference: [x, y, z] })
    expect(byPoint.maps.distanceMm[0]).toBeCloseTo(0, 9)
    expect(conclude({}).scores.map(({ name }) => name)).toEqual(['encoding'])
  })

  test('another order turns the score around', () => {
    const order = ['four', 'three', 'two', 'one']
    const [there, back] = [{}, { order }].map((options) => {
      return score(conclude({ reference: ['0,0,0'] }, {}, compute(options)), 'spatial')?.value ?? 0
    })
    expect(back).toBeCloseTo(-there, 9)
  })

  test('one layer, a layer that is no band, a target that is no vector, no places', () => {
    const one = context(bands.map(() => 'one'))
    expect(() => compute({}, one)).toThrow(/stage-options.*layers/)
    expect(() => compute({ order: ['one', 'five'] })).toThrow(/stage-options.*five/)
    expect(() => compute({}, context(bands, 'event'))).toThrow(/stage-options.*event/)
    expect(() => conclude({ reference: ['V1'] })).toThrow(/stage-options.*V1/)
    const nowhere = { meta: { names: meta.names } }
    expect(() => conclude({ reference: [0, 0, 0] }, nowhere)).toThrow(/missing.*places/)
  })
})
