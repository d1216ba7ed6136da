import * as z from 'zod'
import { defineStage } from '../../stage.ts'
import { passContextS, passShape, passSignals } from '../filter-signals.ts'

/**
 * Keeps the frequencies from `lowHz` to `highHz` of each row.
 *
 * `fir`: zero-phase, Hamming-windowed, with MNE's automatic transitions; a row shorter than the
 * filter is filtered all the same, with a note. `butterworth`: forwards and backwards (`zero`, so
 * that the order doubles) or forwards only (`causal`). NaN stays in its row.
 *
 * @throws {NeurarrowError} `stage-options`, `signal-too-short`
 * @see mne.filter.filter_data, scipy.signal.butter, scipy.signal.sosfiltfilt, scipy.signal.sosfilt
 */
export const bandpass = defineStage({
  use: 'bandpass',
  title: 'Keep a band of frequencies',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/j.jneumeth.2014.08.002'],
  options: z.strictObject({
    lowHz: z.number().positive().meta({ unit: 'Hz', description: 'lower edge of the pass band' }),
    highHz: z.number().positive().meta({ unit: 'Hz', description: 'upper edge of the pass band' }),
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
    phase: z
      .enum(['zero', 'causal'])
      .default('zero')
      .meta({ description: 'zero: no delay; causal: looks at the past only, butterworth alone' }),
    edge: z
      .enum(['reflect', 'hold'])
      .default('reflect')
      .meta({ description: 'how a fir filter continues a signal: mirrored at its ends, or held' }),
  }),
  shape: passShape,
  contextS: passContextS,
  run: (input, options) => passSignals('bandpass', input, options),
})
