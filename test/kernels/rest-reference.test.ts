import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mixChannels } from '../../src/kernels/mix-channels.ts'
import { brainGrid, infinityReference, restReference } from '../../src/kernels/rest-reference.ts'
import { spherePotentials } from '../../src/kernels/sphere-potentials.ts'
import { relativeError } from '../cleaning-golden.ts'
import { forwardGolden as golden } from '../forward-golden.ts'

const places = Float64Array.from(golden.places)
const channels = places.length / 3
const x = Float32Array.from(golden.x)
const samples = x.length / channels

describe('restReference', () => {
  test('the grid of sources is that of MNE', () => {
    const grid = brainGrid()
    expect(grid.length / 3).toBe(golden.sources)
    const step = Math.floor(golden.sources / 40)
    const found = golden.every.map((_, i) => grid[3 * step * Math.floor(i / 3) + (i % 3)])
    expect(relativeError(found, golden.every)).toBeLessThan(1e-9)
  })

  test('with a given forward model signals are those of MNE', () => {
    const weights = infinityReference(Float64Array.from(golden.smallGain), channels)
    expect(relativeError(mixChannels(weights, x, samples), golden.smallRest)).toBeLessThan(1e-6)
  })

  test('with our own they are, but for the fit of its spheres', () => {
    const found = mixChannels(restReference(places), x, samples)
    expect(relativeError(found, golden.rest)).toBeLessThan(1e-3)
  })

  test('potentials of the brain come back, whatever their reference was', () => {
    const weights = restReference(places)
    const sources = Float64Array.of(0.2, 0.3, 0.55)
    const potentials = Float32Array.from(spherePotentials(places, sources))
    const shifted = potentials.map((v, i) => v - potentials[3 * 4 + (i % 3)])
    const found = mixChannels(weights, shifted, 3)
    const lost = relativeError(found, [...potentials])
    const mean = [0, 1, 2].map((t) => shifted.filter((_, i) => i % 3 === t))
    const averaged = shifted.map((v, i) => {
      return v - mean[i % 3].reduce((sum, one) => sum + one, 0) / channels
    })
    expect(lost).toBeLessThan(0.5 * relativeError(averaged, [...potentials]))
  })
})

describe('properties', () => {
  test('a constant on all channels changes nothing', () => {
    const weights = restReference(places)
    const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
      minLength: channels,
      maxLength: channels,
    })
    fc.assert(
      fc.property(values, fc.double({ min: -1000, max: 1000, noNaN: true }), (own, shift) => {
        const plain = mixChannels(weights, Float32Array.from(own), 1)
        const moved = mixChannels(
          weights,
          Float32Array.from(own, (v) => v + shift),
          1,
        )
        for (const [c, v] of plain.entries()) expect(Math.abs(moved[c] - v)).toBeLessThan(2e-3)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
