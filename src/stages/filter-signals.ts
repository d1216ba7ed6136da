import * as z from 'zod'
import { fail } from '../errors.ts'
import { type BandType, butterworth } from '../kernels/butterworth.ts'
import { causalFir } from '../kernels/causal-fir.ts'
import { firPassBand, firStopBand, stopTransitions } from '../kernels/fir-design.ts'
import { type Edge, firFilter } from '../kernels/fir-filter.ts'
import { minimumPhase } from '../kernels/minimum-phase.ts'
import { sosDecay } from '../kernels/sos-decay.ts'
import { sosFilter, sosFilterBothWays, sosPadding } from '../kernels/sos-filter.ts'
import type { Shape, ShapeIssue } from '../stage.ts'
import { mapRows, type RowBlock } from '../tables/map-rows.ts'
import { withNote } from '../tables/note.ts'
import type { Signals } from '../tables/signals.ts'
import type { Table } from '../tables/table.ts'
import { requireReflection } from './require-reflection.ts'

/** Options of bandpass, highpass, lowpass and bandstop; an absent edge lets all through. */
export interface PassOptions {
  readonly lowHz?: number
  readonly highHz?: number
  /** Whether what lies between the edges is stopped instead of passed. */
  readonly stops?: boolean
  /** Of a fir band-stop. */
  readonly transitionHz?: number
  readonly method: 'fir' | 'butterworth'
  readonly order: number
  readonly phase: 'zero' | 'causal' | 'minimum'
  readonly edge: Edge
}

/** How a pass filter is made, as the stages that filter ask for it. */
export const passMethod = {
  method: z
    .enum(['fir', 'butterworth'])
    .default('fir')
    .meta({ description: 'fir: windowed sinc as MNE designs it; butterworth: recursive' }),
  order: z
    .int()
    .min(1)
    .max(20)
    .default(4)
    .meta({ unit: '1', description: 'order of a butterworth filter' }),
  phase: z.enum(['zero', 'causal', 'minimum']).default('zero').meta({
    description:
      'zero: no delay; looking at the past only: causal for butterworth, minimum for fir',
  }),
}

/** How a fir filter goes on beyond the ends of a signal. */
export const passEdge = z
  .enum(['reflect', 'hold'])
  .default('reflect')
  .meta({ description: 'how a fir filter continues a signal: mirrored at its ends, or held' })

/** The shape after a filter: unchanged, with what is wrong with the options for its rate. */
export function passShape(input: Shape, options: PassOptions): Shape {
  return { ...input, issues: passIssues(options, input.rateHz) }
}

/** How much signal on either side a filtered block needs: half the taps, or the decay to 1e-12. */
export function passContextS(options: PassOptions, rateHz: number): number {
  if (options.method === 'butterworth') {
    return sosDecay(butterworthSections(options, rateHz)) / rateHz
  }
  const taps = symmetricTaps(options, rateHz).length
  return (options.phase === 'minimum' ? taps - 1 : (taps - 1) / 2) / rateHz
}

/**
 * Filters each row of a signals or windows table by itself.
 *
 * @throws {NeurarrowError} `stage-options` when an edge is impossible for the rate,
 *   `signal-too-short` when rows are shorter than their continuation by a filter
 */
export function passSignals(stage: string, input: Table, options: PassOptions): Table {
  let longest = 0
  const filtered = mapRows(input as Signals, (block) => {
    const [issue] = passIssues(options, block.rateHz)
    if (issue) fail('stage-options', { stage, option: issue.path[0], says: issue.message })
    if (options.method === 'butterworth') return passButterworth(stage, block, options)
    const taps = symmetricTaps(options, block.rateHz)
    if (options.edge === 'reflect') requireReflection(stage, block.samples, taps.length)
    if (taps.length > block.samples) longest = Math.max(longest, taps.length)
    const { values, rows } = block
    if (options.phase !== 'minimum') return firFilter(values, rows, taps, options.edge)
    return causalFir(values, rows, minimumPhase(taps), options.edge)
  })
  if (longest === 0) return filtered
  return withNote(filtered, { stage, says: 'the filter is longer than the signal', taps: longest })
}

function passButterworth(stage: string, block: RowBlock, options: PassOptions): Float32Array {
  const sections = butterworthSections(options, block.rateHz)
  if (options.phase === 'causal') return sosFilter(block.values, block.rows, sections)
  const needed = sosPadding(sections) + 1
  if (block.samples < needed) fail('signal-too-short', { stage, samples: block.samples, needed })
  return sosFilterBothWays(block.values, block.rows, sections)
}

function symmetricTaps(options: PassOptions, rateHz: number): Float64Array {
  const { lowHz = 0, highHz = 0, stops, transitionHz } = options
  if (stops) return firStopBand({ lowHz, highHz, rateHz, transitionHz })
  return firPassBand({ ...options, rateHz })
}

function butterworthSections({ lowHz, highHz, order, stops }: PassOptions, rateHz: number) {
  const edges = [lowHz, highHz].filter((hz) => hz !== undefined)
  const both: BandType = stops ? 'bandstop' : 'bandpass'
  const type: BandType = lowHz === undefined ? 'lowpass' : highHz === undefined ? 'highpass' : both
  return butterworth(
    order,
    edges.map((hz) => hz / (rateHz / 2)),
    type,
  )
}

function passIssues(options: PassOptions, rateHz: number | undefined): ShapeIssue[] {
  const issues: ShapeIssue[] = []
  const { lowHz, highHz } = options
  for (const option of ['lowHz', 'highHz'] as const) {
    const hz = options[option]
    if (hz === undefined || rateHz === undefined || hz < rateHz / 2) continue
    const message = `${hz} Hz is at or above half the sampling rate of ${rateHz} Hz`
    issues.push({ path: [option], message })
  }
  if (lowHz !== undefined && highHz !== undefined && lowHz >= highHz) {
    const message = `the lower edge of ${lowHz} Hz is not below the upper one of ${highHz} Hz`
    issues.push({ path: ['lowHz'], message })
  }
  const other = { fir: 'causal', butterworth: 'minimum' } as const
  if (options.phase === other[options.method]) {
    const message =
      options.method === 'fir'
        ? 'a fir filter that looks at the past only has phase minimum'
        : 'a butterworth filter that looks at the past only has phase causal'
    issues.push({ path: ['phase'], message })
  }
  return issues.length === 0 ? stopIssues(options, rateHz) : issues
}

function stopIssues(options: PassOptions, rateHz: number | undefined): ShapeIssue[] {
  const { stops, method, lowHz = 0, highHz = 0, transitionHz } = options
  if (!stops || method !== 'fir' || rateHz === undefined) return []
  const { lower, upper } = stopTransitions({ lowHz, highHz, rateHz, transitionHz })
  if (lowHz + lower < highHz - upper) return []
  const message = `transitions of ${lower} and ${upper} Hz meet: give narrower ones, or use notch`
  return [{ path: ['transitionHz'], message }]
}
