import * as z from 'zod'
import { fail } from '../../errors.ts'
import { firNotch } from '../../kernels/fir-design.ts'
import { firFilter } from '../../kernels/fir-filter.ts'
import { iirNotch } from '../../kernels/iir-notch.ts'
import { sosDecay } from '../../kernels/sos-decay.ts'
import { sosFilterBothWays, sosPadding } from '../../kernels/sos-filter.ts'
import { defineStage, type ShapeIssue } from '../../stage.ts'
import { mapRows, type RowBlock } from '../../tables/map-rows.ts'
import type { Signals } from '../../tables/signals.ts'

/**
 * Removes the frequencies k · `freqHz`, k from 1 to `harmonics`, of each row without delay.
 *
 * `fir`: bands freq / 200 wide with transitions of 0.5 Hz. `iir`: second-order notches, forwards
 * and backwards. NaN stays in its row.
 *
 * @throws {NeurarrowError} `stage-options` when a notch is not below half the rate or notches meet,
 *   `signal-too-short` when rows are shorter than the continuation of an iir notch
 * @see mne.filter.notch_filter, scipy.signal.iirnotch, scipy.signal.filtfilt
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
}

function notchContextS(options: NotchOptions, rateHz: number): number {
  const { method, q } = options
  const samples =
    method === 'iir'
      ? sosDecay(iirNotch(multiples(options), q, rateHz))
      : (firNotch(multiples(options), rateHz).length - 1) / 2
  return samples / rateHz
}

function multiples({ freqHz, harmonics }: NotchOptions): number[] {
  return Array.from({ length: harmonics }, (_, k) => (k + 1) * freqHz)
}

function issueOf(options: NotchOptions, rateHz: number): ShapeIssue | undefined {
  const { freqHz, harmonics, method } = options
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
  return firFilter(block.values, block.rows, firNotch(multiples(options), block.rateHz))
}

function recursive({ values, rows, samples, rateHz }: RowBlock, options: NotchOptions) {
  const sections = iirNotch(multiples(options), options.q, rateHz)
  const needed = sosPadding(sections) + 1
  if (samples < needed) fail('signal-too-short', { stage: 'notch', samples, needed })
  return sosFilterBothWays(values, rows, sections)
}
