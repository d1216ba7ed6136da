import * as z from 'zod'
import { fail } from '../../errors.ts'
import { analyticSignal } from '../../kernels/analytic-signal.ts'
import { butterworth } from '../../kernels/butterworth.ts'
import { phaseAmplitude as coupling } from '../../kernels/phase-amplitude.ts'
import { random } from '../../kernels/random.ts'
import { sosPadding } from '../../kernels/sos-ends.ts'
import { sosFilterBothWays } from '../../kernels/sos-filter.ts'
import { defineStage, type ShapeIssue } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'

const bands = z.array(z.tuple([z.number().positive(), z.number().positive()])).min(1)
const options = z.strictObject({
  phaseHz: bands.meta({ unit: 'Hz', description: 'bands [low, high] whose phase is taken' }),
  amplitudeHz: bands.meta({ unit: 'Hz', description: 'bands whose amplitude is taken' }),
  measure: z.enum(['modulationIndex', 'meanVector']).default('modulationIndex').meta({
    description: 'divergence of amplitudes over phases, or the length of the mean vector',
  }),
  bins: z.int().min(2).default(18).meta({ unit: '1', description: 'phase bins' }),
  order: z.int().min(1).max(8).default(3).meta({
    unit: '1',
    description: 'order of the Butterworth filters, which run forwards and backwards',
  }),
  shifts: z
    .int()
    .min(0)
    .default(0)
    .meta({
      unit: '1',
      description:
        'with some, how many standard deviations the measure lies above its mean when the ' +
        'amplitude is moved in time by a random stretch',
    }),
})
type Options = z.output<typeof options>
type Band = readonly [number, number]

/**
 * Measures how much the amplitude of one band depends on the phase of another in each channel of a
 * window: a feature for each pair of bands, phases outside, amplitudes within.
 *
 * The window should hold many cycles of the slow band. A value that is not finite makes the
 * features of its channel NaN, as does a flat channel.
 *
 * @throws {NeurarrowError} `stage-options` when a band is not below half the rate,
 *   `signal-too-short` for the filters, `length-mismatch`, `rates-differ`
 * @see tensorpac.Pac
 */
export const phaseAmplitude = defineStage({
  use: 'phaseAmplitude',
  title: 'How much the amplitude of one band depends on the phase of another',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1152/jn.00106.2010', 'doi:10.1126/science.1128115'],
  options,
  shape: ({ rateHz }, given) => ({
    kind: 'features',
    issues: rateHz === undefined ? [] : bandProblems(given, rateHz),
  }),
  contextS: () => 0,
  run(input, given, { seed }) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'phaseAmplitude')
    const channels = segments[0]?.channels ?? []
    const rows = segments.flatMap((segment) => measured(segment, given, seed))
    const pairs = given.phaseHz.flatMap((slow) =>
      given.amplitudeHz.map((fast) => `${slow.join('-')}Hz~${fast.join('-')}Hz`),
    )
    const names = channels.flatMap((channel) => pairs.map((pair) => `${channel} ${pair}`))
    const isRaw = given.measure === 'meanVector' && given.shifts === 0
    const unit = isRaw ? (windows.meta.unit ?? '1') : '1'
    return windowFeatures(windows, segments, Float32Array.from(rows), { names, unit })
  },
})

function bandProblems({ phaseHz, amplitudeHz }: Options, rateHz: number): ShapeIssue[] {
  const of = (name: string, list: readonly Band[]) =>
    list.flatMap(([low, high], b): ShapeIssue[] => {
      if (low < high && high < rateHz / 2) return []
      const message = `${low}-${high} Hz is no band below half the sampling rate of ${rateHz} Hz`
      return [{ path: [name, b], message }]
    })
  return [...of('phaseHz', phaseHz), ...of('amplitudeHz', amplitudeHz)]
}

function measured(window: Segment, given: Options, seed: number): number[] {
  const { channels, samples, rateHz, recording, index } = window
  const [issue] = bandProblems(given, rateHz)
  const stage = 'phaseAmplitude'
  if (issue) fail('stage-options', { stage, option: issue.path[0], says: issue.message })
  const part = (band: Band) => {
    const relative = band.map((hz) => (2 * hz) / rateHz)
    const sections = butterworth(given.order, relative, 'bandpass')
    const needed = sosPadding(sections) + 1
    if (samples < needed) fail('signal-too-short', { stage, recording, window: index, needed })
    const x = sosFilterBothWays(window.values, channels.length, sections)
    return channels.map((_, c) => polar(x.subarray(c * samples, (c + 1) * samples)))
  }
  const [slow, fast] = [given.phaseHz.map(part), given.amplitudeHz.map(part)]
  const draw = random(seed + index)
  const shifts = Array.from({ length: given.shifts }, () => 1 + draw.integer(samples - 1))
  return channels.flatMap((_, c) =>
    slow.flatMap((one) =>
      fast.map((other) => measure(one[c].phase, other[c].amplitude, { ...given, shifts })),
    ),
  )
}

function measure(
  phase: Float64Array,
  amplitude: Float64Array,
  given: Omit<Options, 'shifts'> & { readonly shifts: readonly number[] },
): number {
  const found = coupling(phase, amplitude, given)
  const { shifts } = given
  if (shifts.length === 0) return found
  const moved = shifts.map((shift) => coupling(phase, amplitude, { ...given, shift }))
  const mean = moved.reduce((sum, value) => sum + value, 0) / moved.length
  const squares = moved.reduce((sum, value) => sum + (value - mean) ** 2, 0) / moved.length
  return (found - mean) / Math.sqrt(squares)
}

function polar(row: Float32Array): { phase: Float64Array; amplitude: Float64Array } {
  const z = analyticSignal(row)
  const phase = new Float64Array(row.length)
  const amplitude = new Float64Array(row.length)
  for (let t = 0; t < row.length; t++) {
    phase[t] = Math.atan2(z[2 * t + 1], z[2 * t])
    amplitude[t] = Math.sqrt(z[2 * t] * z[2 * t] + z[2 * t + 1] * z[2 * t + 1])
  }
  return { phase, amplitude }
}
