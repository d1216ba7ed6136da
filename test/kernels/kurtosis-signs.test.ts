import { describe, expect, test } from 'vitest'
import { kurtosisSigns } from '../../src/kernels/kurtosis-signs.ts'
import { random } from '../../src/kernels/random.ts'

const draw = random(1)
const heavyLight = (samples: number) =>
  Float64Array.from({ length: 2 * samples }, (_, i) =>
    i % 2 === 0 ? draw.normal() ** 3 : draw.uniform() - 0.5,
  )

describe('kurtosis signs', () => {
  test('begin with one light tail and turn with what is seen', () => {
    const found = kurtosisSigns(2)
    expect(Array.from(found.signs)).toEqual([-1, 1])
    found.look(heavyLight(500), Float64Array.of(1, 0, 0, 1), draw)
    expect(Array.from(found.signs)).toEqual([1, -1])
  })

  test('draw from long signals', () => {
    const found = kurtosisSigns(2)
    found.look(heavyLight(9000), Float64Array.of(0, 1, 1, 0), draw)
    expect(Array.from(found.signs)).toEqual([-1, 1])
  })

  test('are looked at less often once they stay', () => {
    const found = kurtosisSigns(2)
    const data = heavyLight(100)
    for (let n = 0; n < 26; n++) found.look(data, Float64Array.of(1, 0, 0, 1), draw)
    found.look(data, Float64Array.of(0, 1, 1, 0), draw)
    expect(Array.from(found.signs)).toEqual([1, -1])
    for (let n = 0; n < 9; n++) found.look(data, Float64Array.of(0, 1, 1, 0), draw)
    expect(Array.from(found.signs)).toEqual([-1, 1])
  })
})
