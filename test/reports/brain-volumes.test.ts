import { describe, expect, test } from 'vitest'
import { brainVolumes } from '../../src/reports/brain-volumes.ts'
import { brainChart } from '../../src/reports/chart-brain.ts'
import { scaleOf } from '../../src/reports/colour-scale.ts'

/** An image whose first axis runs down, second to the left, third to the front. */
const affine = [0, -2, 0, 10, 0, 0, 3, -20, -4, 0, 0, 30, 0, 0, 0, 1]
const grid = JSON.stringify({ shape: [5, 6, 7], affine })

describe('brainVolumes', () => {
  test('turns axes to right, front and up, in the smallest box', () => {
    const names = JSON.stringify(['1,2,3', '2,4,3', '1,2,4'])
    const volume = brainVolumes({ names, grid })?.([1, 2, 3])
    expect(volume?.shape).toEqual([3, 2, 2])
    expect(volume?.voxelMm).toEqual([2, 3, 4])
    const at = (x: number, y: number, z: number) => volume?.values[x + 3 * (y + 2 * z)]
    expect([at(2, 0, 1), at(0, 0, 0), at(2, 1, 1)]).toEqual([1, 2, 3])
    expect(at(1, 1, 1)).toBeNaN()
    expect([volume?.mm(0, 2), volume?.mm(1, 0), volume?.mm(2, 1)]).toEqual([6, -11, 26])
  })

  test('features that are no voxels have no volume', () => {
    expect(brainVolumes({ names: '["Cz"]', grid })?.([1])).toBeUndefined()
    expect(brainVolumes({ names: '["1,2,3"]' })?.([1])).toBeUndefined()
  })
})

describe('brainChart', () => {
  const plain = JSON.stringify({ shape: [5, 5, 5], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] })
  const all = Array.from({ length: 125 }, (_, i) => [
    i % 5,
    Math.floor(i / 5) % 5,
    Math.floor(i / 25),
  ])
  const names = JSON.stringify(all.map((one) => one.join(',')))
  const values = all.map(([x, y, z]) => (x === 4 && y === 1 && z === 3 ? -9 : 1))
  const draw = (given: string, some: readonly number[]) => {
    const volume = brainVolumes({ names: given, grid: plain })?.(some)
    const maps = volume ? [{ name: 'a', volume, scale: scaleOf('diverging', some) }] : []
    return brainChart({ id: 'b', title: 't', says: 's', maps }).markup
  }

  test('cuts through the largest magnitude and shows it through the glass', () => {
    const chart = draw(names, values)
    for (const place of ['x 4 mm', 'y 1 mm', 'z 3 mm']) expect(chart).toContain(place)
    expect(chart.match(/class="raster"/g)).toHaveLength(6)
    expect(chart.match(/class="edge"/g)).toHaveLength(6)
  })

  test('one slice has one view', () => {
    const slice = all.filter(([, , z]) => z === 0)
    const chart = draw(
      JSON.stringify(slice.map((one) => one.join(','))),
      slice.map(() => 1),
    )
    expect(chart.match(/class="raster"/g)).toHaveLength(1)
  })
})
