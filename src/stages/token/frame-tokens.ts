import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type Frames, standardizeFrames, trimFrames } from '../../kernels/standardize-frames.ts'
import type { ShapeIssue } from '../../stage.ts'
import type { Table } from '../../tables/table.ts'
import { makeTokens, type TokenAxes } from '../../tables/tokens.ts'
import type { EvenWindows } from './even-windows.ts'

/** Options of what is done to the frames of a spectrogram once they are there. */
export const frameOptions = {
  standardize: z.enum(['none', 'beforeTrim', 'afterTrim']).default('none').meta({
    description: 'give each frequency mean 0 and deviation 1 over time, before or after trim',
  }),
  trim: z.int().min(0).default(0).meta({
    unit: '1',
    description: 'frames dropped at either end',
  }),
}

/** What they are set to. */
export type FrameOptions = {
  readonly [K in keyof typeof frameOptions]: z.output<(typeof frameOptions)[K]>
}

/**
 * The frames of a spectrogram, scaled over time and trimmed as the options ask.
 *
 * @throws {NeurarrowError} `signal-too-short` when trimming leaves no frame
 */
export function finishFrames(found: Frames, { standardize, trim }: FrameOptions): Frames {
  const isShort = found.frames <= 2 * trim
  if (isShort) fail('signal-too-short', { frames: found.frames, needed: 2 * trim + 1 })
  const scaled = standardize === 'beforeTrim' ? withValues(found, standardizeFrames(found)) : found
  if (trim === 0 && standardize !== 'afterTrim') return scaled
  const frames = found.frames - 2 * trim
  const trimmed = { ...scaled, frames, values: trimFrames(scaled, trim) }
  return standardize === 'afterTrim' ? withValues(trimmed, standardizeFrames(trimmed)) : trimmed
}

const withValues = (frames: Frames, values: Float32Array): Frames => ({ ...frames, values })

/** Says in the plan that trimming leaves nothing. */
export function trimIssues(frames: number | undefined, { trim }: FrameOptions): ShapeIssue[] {
  if (frames === undefined || frames > 2 * trim) return []
  const path = trim > 0 ? ['trim'] : ['segment']
  return [{ path, message: `a window gives ${frames} frames; ${2 * trim + 1} are needed` }]
}

/** What a spectrogram gives: see `StftOptions`. */
export type SpectrumValue = 'magnitude' | 'power' | 'log' | 'complex'

/**
 * A tokens table of the spectrograms of windows: channels apart, a token a frame.
 *
 * Its unit is that of the samples, or follows from it: squared, `ln`, or `z` once standardized.
 */
export function spectrogramTokens(
  table: Table<'windows'>,
  input: EvenWindows,
  found: Frames & Pick<TokenAxes, 'strideS' | 'depthHz' | 'scales'>,
  given: FrameOptions & { readonly value: SpectrumValue },
): Table<'tokens'> {
  const { channels, rateHz, keys, spans } = input
  const { frames: time, bins: depth, values, ...more } = found
  const axes = { channel: channels.length, time, depth, channels, rateHz, ...more }
  const { unit = '1' } = table.meta
  const units = { magnitude: unit, complex: unit, power: `${unit}²`, log: `ln ${unit}` }
  const shown = given.standardize === 'none' ? units[given.value] : 'z'
  return makeTokens(keys, spans, { values, axes }, { ...table.meta, unit: shown })
}
