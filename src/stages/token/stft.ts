import * as z from 'zod'
import { fail } from '../../errors.ts'
import { unset32 } from '../../kernels/recycling.ts'
import type { Frames } from '../../kernels/standardize-frames.ts'
import { frameCount, type StftOptions, stft as transform } from '../../kernels/stft.ts'
import { hannPeriodic } from '../../kernels/taper.ts'
import { defineStage, type Shape } from '../../stage.ts'
import type { Table } from '../../tables/table.ts'
import { type EvenWindows, evenWindows } from './even-windows.ts'
import { finishFrames, frameOptions, spectrogramTokens, trimIssues } from './frame-tokens.ts'

const length = z.int().min(2)
const options = z.strictObject({
  segment: z.union([length, z.array(length).min(2)]).meta({
    unit: 'samples',
    description: 'length of a frame; several lengths give spectrograms that follow each other',
  }),
  hop: z
    .int()
    .min(1)
    .optional()
    .meta({
      unit: 'samples',
      description:
        'from a frame to the next; half a frame when not given. Of several lengths: for the ' +
        'first, longer for longer frames',
    }),
  convention: z
    .enum(['scipy', 'torch'])
    .default('scipy')
    .meta({
      description:
        'scipy: divided by the sum of the taper, zeros around, the last frame filled up; ' +
        'torch: not divided, mirrored around, whole frames alone',
    }),
  taper: z.enum(['hann', 'none']).default('hann').meta({ description: 'weights within a frame' }),
  center: z.boolean().default(true).meta({
    description: 'whether half a frame is put before and after the window',
  }),
  value: z.enum(['magnitude', 'power', 'log']).default('magnitude').meta({
    description: 'magnitude, its square, or its natural logarithm',
  }),
  bins: z.int().min(1).optional().meta({
    unit: '1',
    description: 'frequencies that are kept, from 0 on; all when not given',
  }),
  ...frameOptions,
})
type Options = z.output<typeof options>

/**
 * Gives the short-time Fourier transform of each channel of a window: a token a frame, its
 * frequencies as depth.
 *
 * Of several lengths, the spectrograms follow each other in time and are filled up with zeros in
 * depth; `axes.scales` says where each lies. A value that is not finite makes its frames NaN, and
 * all of its channel when standardized; the logarithm of nothing is -Infinity.
 *
 * @throws {NeurarrowError} `signal-too-short` when a window gives no frame, `length-mismatch` when
 *   windows differ, `stage-options` for more bins than a frame has
 * @see scipy.signal.stft, torch.stft
 */
export const stft = defineStage({
  use: 'stft',
  title: 'Spectrogram tokens by the short-time Fourier transform',
  reads: ['windows'],
  writes: 'tokens',
  scope: 'recording',
  version: 3,
  options,
  shape: planned,
  contextS: () => 0,
  run(input, given) {
    const table = input as Table<'windows'>
    const windows = evenWindows(table, 'stft')
    const bad = binIssue(given)
    if (bad) fail('stage-options', { stage: 'stft', option: 'bins', says: bad })
    const scales = settingsOf(given)
    const parts = scales.map((setting) => framesOf(windows, setting, given))
    const { rateHz } = windows
    const hz = (k: number) => (k * rateHz) / scales[0].segment
    const single = parts.length === 1
    const found = {
      ...(single ? parts[0] : together(windows, parts)),
      strideS: scales[0].hop / rateHz,
      ...(single ? { depthHz: Array.from({ length: scales[0].bins }, (_, k) => hz(k)) } : {}),
      ...(single ? {} : { scales: parts.map((part, i) => scaleOf(part, scales[i])) }),
    }
    return spectrogramTokens(table, windows, found, given)
  },
})

/** Sizes of the segments as a list. */
const segmentsOf = ({ segment }: Options) => (typeof segment === 'number' ? [segment] : segment)

function settingsOf(given: Options): StftOptions[] {
  const { convention, center, value, taper, hop } = given
  const lengths = segmentsOf(given)
  return lengths.map((segment) => {
    const weights = taper === 'hann' ? hannPeriodic(segment) : new Float64Array(segment).fill(1)
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return {
      segment,
      hop: Math.max(1, Math.round(((hop ?? lengths[0] / 2) * segment) / lengths[0])),
      taper: weights,
      divisor: convention === 'scipy' ? sum : 1,
      edge: center ? (convention === 'scipy' ? 'zeros' : 'reflect') : 'none',
      fill: convention === 'scipy',
      bins: given.bins ?? Math.floor(segment / 2) + 1,
      value,
    }
  })
}

function binIssue(given: Options): string | undefined {
  const { bins = 1 } = given
  const most = Math.floor(Math.min(...segmentsOf(given)) / 2) + 1
  return bins > most ? `a frame has ${most} frequencies` : undefined
}

/** The frames of all windows and channels at one length, finished. */
function framesOf(windows: EvenWindows, setting: StftOptions, given: Options): Frames {
  const { samples, values, channels } = windows
  const { bins, segment } = setting
  if (windows.windows === 0) return { values: new Float32Array(0), frames: 1, bins }
  const frames = frameCount(samples, setting)
  if (frames < 1) fail('signal-too-short', { stage: 'stft', samples, needed: segment })
  const found = transform(values, windows.windows * channels.length, setting)
  return finishFrames({ values: found, frames, bins }, given)
}

const scaleOf = ({ frames, bins }: Frames, { segment }: StftOptions) => ({
  segment,
  time: frames,
  depth: bins,
})

/** Spectrograms after each other in time, zeros where one has fewer frequencies. */
function together({ windows, channels }: EvenWindows, parts: readonly Frames[]): Frames {
  const frames = parts.reduce((sum, part) => sum + part.frames, 0)
  const bins = Math.max(...parts.map((part) => part.bins))
  const rows = windows * channels.length
  const values = unset32(rows * frames * bins).fill(0)
  for (let r = 0, at = 0; r < rows; r++) {
    for (const part of parts) {
      for (let m = 0; m < part.frames; m++, at += bins) {
        const from = (r * part.frames + m) * part.bins
        values.set(part.values.subarray(from, from + part.bins), at)
      }
    }
  }
  return { values, frames, bins }
}

function planned(input: Shape, given: Options): Shape {
  const { rateHz, channels, lengthS } = input
  const settings = settingsOf(given)
  const known = rateHz !== undefined && lengthS !== undefined
  const counts = settings.map((setting) =>
    known ? frameCount(Math.round(lengthS * rateHz), setting) : undefined,
  )
  const issues = counts.flatMap((count) => trimIssues(count, given)).slice(0, 1)
  const bad = binIssue(given)
  if (bad) issues.push({ path: ['bins'], message: bad })
  const depth = Math.max(...settings.map(({ bins }) => bins))
  const time = known
    ? counts.reduce<number>((sum, count = 0) => sum + count - 2 * given.trim, 0)
    : undefined
  const tokens = { channel: channels?.length, time, depth }
  return { kind: 'tokens', rateHz, channels, lengthS, tokens, issues }
}
