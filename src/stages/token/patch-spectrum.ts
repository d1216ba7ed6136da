import * as z from 'zod'
import { fail } from '../../errors.ts'
import { spectra } from '../../kernels/spectra.ts'
import { defineStage } from '../../stage.ts'
import type { Table } from '../../tables/table.ts'
import { tokensOf, withTokens } from '../../tables/tokens.ts'

const options = z.strictObject({
  scale: z.enum(['forward', 'ortho', 'none']).default('forward').meta({
    description: 'what the transform is divided by: the length, its square root, or nothing',
  }),
  value: z.enum(['magnitude', 'power', 'log']).default('magnitude').meta({
    description: 'magnitude, its square, or its natural logarithm',
  }),
})

/**
 * Replaces each token by its spectrum: a depth of P samples becomes floor(P / 2) + 1 frequencies.
 *
 * NaN stays in its token; the logarithm of nothing is -Infinity.
 *
 * @throws {NeurarrowError} `stage-options` when a token holds several channels
 * @see torch.fft.rfft with norm='forward', as CBraMod's patch embedding takes it
 */
export const patchSpectrum = defineStage({
  use: 'patchSpectrum',
  title: 'Spectrum of each patch',
  reads: ['tokens'],
  writes: 'tokens',
  scope: 'recording',
  version: 1,
  options,
  shape(input) {
    const { depth } = input.tokens ?? {}
    const bins = depth === undefined ? undefined : Math.floor(depth / 2) + 1
    return { ...input, tokens: { ...input.tokens, depth: bins } }
  },
  contextS: () => 0,
  run(input, { scale, value }) {
    const table = input as Table<'tokens'>
    const { values, axes } = tokensOf(table)
    const { depth, rateHz, perToken } = axes
    if (perToken) fail('stage-options', { stage: 'patchSpectrum', channelsPerToken: perToken })
    const divisor = { forward: depth, ortho: Math.sqrt(depth), none: 1 }[scale]
    const bins = Math.floor(depth / 2) + 1
    const depthHz = Array.from({ length: bins }, (_, k) => (k * rateHz) / depth)
    const found = spectra(values, depth, { divisor, value })
    const { unit = '1' } = table.meta
    const units = { magnitude: unit, power: `${unit}²`, log: `ln ${unit}` }
    return withTokens(
      table,
      { values: found, axes: { ...axes, depth: bins, depthHz } },
      { unit: units[value] },
    )
  },
})
