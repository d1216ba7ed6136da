import * as z from 'zod'
import { fail } from '../../errors.ts'
import { causalFir } from '../../kernels/causal-fir.ts'
import { firNotch } from '../../kernels/fir-design.ts'
import { firFilter } from '../../kernels/fir-filter.ts'
import { iirNotch } from '../../kernels/iir-notch.ts'
import { minimumPhase } from '../../kernels/minimum-phase.ts'
import { sosDecay } from '../../kernels/sos-decay.ts'
import { sosFilter, sosFilterBothWays, sosPadding } from '../../kernels/sos-filter.ts'
import { defineStage, type ShapeIssue } from '../../stage.ts'
import { mapRows, type RowBlock } from '../../tables/map-rows.ts'
import type { Signals } from '../../tables/signals.ts'
import { requireReflection } from '../require-reflection.ts'

/**
 * Removes the frequencies k · `freqHz`, k from 1 to `harmonics`, of each row without delay, or
 * looking at the past only.
 *
 * `fir`: bands freq / 200 wide with transitions of 0.5 Hz. `iir`: second-order notches, forwards
 * and backwards, or forwards only (`causal`). NaN stays in its row.
 *
 * @throws {NeurarrowError} `stage-options` when a notch is not below half the rate or notches meet,
 *   `signal-too-short` when rows are shorter than the continuation of an iir notch
 * @see mne.filter.notch_filter, scipy.signal.iirnotch, scipy.signal.filtfilt, scipy.signal.lfilter
 */
export const notch = defineStage({
  use: 'notch',
  title: 'Remove the power line',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    freqHz: z
      .number()
      .min(1)
      .default(50)
      .meta({ unit: 'Hz', description: 'frequency of the power line' }),
    harmonics: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .meta({ unit: '1', description: 'how many multiples are removed, the first included' }),
    method: z
      .enum(['fir', 'iir'])
      .default('fir')
      .meta({ description: 'fir: windowed sinc as MNE designs it; iir: second-order notches' }),
    q: z
      .number()
      .positive()
      .default(30)
      .meta({ unit: '1', description: 'quality of an iir notch: frequency over width' }),
    phase: z.enum(['zero', 'causal', 'minimum']).default('zero').meta({
      description: 'zero: no delay; looking at the past only: causal for iir, minimum for fir',
    }),
  }),
  shape(input, options) {
    const issue = input.rateHz === undefined ? undefined : issueOf(options, input.rateHz)
    return { ...input, issues: issue ? [issue] : [] }
  },
  contextS: notchContextS,
  run(input, options) {
    return mapRows(input as Signals, (block) => {
      const issue = issueOf(options, block.rateHz)
      if (issue) fail('stage-options', { stage: 'notch', says: issue.message })
      return options.method === 'iir' ? recursive(block, options) : convolved(block, options)
    })
  },
})

interface NotchOptions {
  readonly freqHz: number
  readonly harmonics: number
  readonly method: 'fir' | 'iir'
  readonly q: number
  readonly phase: 'zero' | 'causal' | 'minimum'
}

function notchContextS(options: NotchOptions, rateHz: number): number {
  const { method, q, phase } = options
  if (method === 'iir') return sosDecay(iirNotch(multiples(options), q, rateHz)) / rateHz
  const taps = firNotch(multiples(options), rateHz).length
  return (phase === 'minimum' ? taps - 1 : (taps - 1) / 2) / rateHz
}

function multiples({ freqHz, harmonics }: NotchOptions): number[] {
  return Array.from({ length: harmonics }, (_, k) => (k + 1) * freqHz)
}

function issueOf(options: NotchOptions, rateHz: number): ShapeIssue | undefined {
  const { freqHz, harmonics, method, phase } = options
  if (phase === (method === 'fir' ? 'causal' : 'minimum')) {
    const other = method === 'fir' ? 'minimum' : 'causal'
    return { path: ['phase'], message: `a notch of method ${method} has phase zero or ${other}` }
  }
  const highest = freqHz * harmonics
  const path = [harmonics > 1 ? 'harmonics' : 'freqHz']
  const beyond = method === 'fir' ? highest * 1.0025 + 0.5 : highest
  if (beyond >= rateHz / 2) {
    const message = `a notch at ${highest} Hz reaches half the sampling rate of ${rateHz} Hz`
    return { path, message }
  }
  const gap = freqHz - (2 * harmonics - 1) * (freqHz / 400) - 1
  if (method === 'iir' || harmonics === 1 || gap > 0) return undefined
  return { path, message: `fir notches at multiples of ${freqHz} Hz meet` }
}

function convolved(block: RowBlock, options: NotchOptions): Float32Array {
  const taps = firNotch(multiples(options), block.rateHz)
  requireReflection('notch', block.samples, taps.length)
  if (options.phase === 'zero') return firFilter(block.values, block.rows, taps)
  return causalFir(block.values, block.rows, minimumPhase(taps))
}

function recursive({ values, rows, samples, rateHz }: RowBlock, options: NotchOptions) {
  const sections = iirNotch(multiples(options), options.q, rateHz)
  if (options.phase === 'causal') return sosFilter(values, rows, sections)
  const needed = sosPadding(sections) + 1
  if (samples < needed) fail('signal-too-short', { stage: 'notch', samples, needed })
  return sosFilterBothWays(values, rows, sections)
}
