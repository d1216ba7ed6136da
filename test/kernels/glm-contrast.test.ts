import { describe, expect, test } from 'vitest'
import { fitGlm } from '../../src/kernels/fit-glm.ts'
import { glmContrast } from '../../src/kernels/glm-contrast.ts'

const design = Float64Array.from({ length: 40 }, (_, i) => (i % 2 ? 1 : (i >> 1) % 3))
const y = Float32Array.from(
  { length: 60 },
  (_, i) => ((i * 7919) % 13) + (i < 20 ? (i % 3) * 5 : 0),
)
const fit = fitGlm(y.fill(4, 40), 3, design, 'ols')

describe('glmContrast', () => {
  test('t squared is F of one row, and signs follow weights', () => {
    const t = glmContrast(fit, Float64Array.of(1, 0), 'stat')
    const turned = glmContrast(fit, Float64Array.of(-1, 0), 'stat')
    expect([...turned].map((value) => -value + 0)).toEqual([...t])
    const both = glmContrast(fit, Float64Array.of(1, 0, 0, 1), 'stat')
    expect(both[0]).toBeGreaterThan(t[0])
  })

  test('z has the share of p above it; a flat voxel has statistic 0', () => {
    const p = glmContrast(fit, Float64Array.of(1, 0), 'p')
    const z = glmContrast(fit, Float64Array.of(1, 0), 'z')
    expect(p[0]).toBeLessThan(0.5)
    expect(z[0]).toBeGreaterThan(0)
    expect([p[2], z[2]]).toEqual([0.5, 0])
  })

  test('refuses weights of another length and effects of several rows', () => {
    expect(() => glmContrast(fit, Float64Array.of(1, 0, 1), 'z')).toThrow(RangeError)
    expect(() => glmContrast(fit, Float64Array.of(1, 0, 0, 1), 'effect')).toThrow(RangeError)
  })
})
