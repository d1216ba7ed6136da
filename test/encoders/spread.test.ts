import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DeclaredAxes, layoutOf, type Named, spread } from '../../src/encoders/spread.ts'

function put(named: Named, declared: DeclaredAxes, sizes: Readonly<Record<string, number>>) {
  const layout = layoutOf(named, declared, sizes)
  return layout && { values: spread(named.values, layout), shape: layout.shape }
}

const counted = (axes: Named['axes']): Named => {
  const length = axes.reduce((product, axis) => product * axis.length, 1)
  return { values: Float32Array.from({ length }, (_, i) => i), axes }
}
const axis = (name: string, length: number) => ({ name, length })
const lengths = { batch: 2, channel: 2, time: 3, depth: 2 }
const tokens = counted([axis('batch', 2), axis('channel', 2), axis('time', 3), axis('depth', 2)])

describe('layoutOf and spread', () => {
  test('axes in their own order are not copied', () => {
    const found = put(tokens, ['batch', 'channel', 'time', 2], lengths)
    expect(found?.values).toBe(tokens.values)
    expect(found?.shape).toEqual([2, 2, 3, 2])
  })

  test('lengths take the axes that are not named, in order, 1 takes none', () => {
    expect(put(tokens, ['batch', 1, 2, 6], lengths)?.values).toBe(tokens.values)
    const moved = put(tokens, ['batch', 'time', 2, 2], lengths)
    expect([...(moved?.values ?? [])].slice(0, 6)).toEqual([0, 1, 6, 7, 2, 3])
  })

  test('samples and token stand for two axes', () => {
    expect(put(tokens, ['batch', 'channel', 'samples'], lengths)?.shape).toEqual([2, 2, 6])
    expect(put(tokens, ['batch', 'token', 'depth'], lengths)?.shape).toEqual([2, 6, 2])
    const last = put(tokens, ['batch', 'samples', 'channel'], lengths)
    expect([...(last?.values ?? [])].slice(0, 4)).toEqual([0, 6, 1, 7])
  })

  test('numbers are repeated along the axes that they lack', () => {
    const ids = counted([axis('channel', 2)])
    const found = put(ids, ['batch', 'token'], lengths)
    expect([...(found?.values ?? [])]).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1])
    const one = { values: Float32Array.of(5), axes: [] }
    expect(put(one, ['batch', 3], lengths)?.values).toHaveLength(6)
  })

  test('a length of the model splits the last axes', () => {
    const signal = counted([
      axis('batch', 1),
      axis('channel', 2),
      axis('time', 1),
      axis('depth', 8),
    ])
    const size = { batch: 1, channel: 2, time: 1, depth: 8 }
    expect(put(signal, ['batch', 'channel', 2, 4], size)?.shape).toEqual([1, 2, 2, 4])
  })

  test('what does not go in is told', () => {
    expect(put(tokens, ['batch', 'channel', 'time', 5], lengths)).toBeUndefined()
    expect(put(tokens, ['batch', 'channel'], lengths)).toBeUndefined()
    expect(put(tokens, ['batch', 'x'], lengths)).toBeUndefined()
  })
})

describe('properties', () => {
  const size = fc.integer({ min: 1, max: 3 })

  test('axes of volumes move as NumPy transposes them', () => {
    fc.assert(
      fc.property(fc.tuple(size, size, size, size, size), ([b, t, x, y, z]) => {
        const own = { batch: b, time: t, x, y, z }
        const named = counted(Object.entries(own).map(([name, length]) => axis(name, length)))
        const found = put(named, ['batch', 1, 'x', 'y', 'z', 'time'], own)
        expect(found?.shape).toEqual([b, 1, x, y, z, t])
        const at = (i: number[]) => i.reduce((sum, k, d) => sum * [b, t, x, y, z][d] + k, 0)
        const last = [b - 1, t - 1, x - 1, 0, z - 1]
        const there = ((((b - 1) * x + x - 1) * y + 0) * z + z - 1) * t + t - 1
        expect(found?.values[there]).toBe(at(last))
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
