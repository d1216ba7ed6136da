import * as z from 'zod'
import { defineStage } from '../../stage.ts'
import { passContextS, passEdge, passMethod, passShape, passSignals } from '../filter-signals.ts'

/**
 * Keeps the frequencies up to `highHz` of each row.
 *
 * `fir`: zero-phase, Hamming-windowed, with MNE's automatic transitions; a row shorter than the
 * filter is filtered all the same, with a note; with phase `minimum` it looks at the past only.
 * `butterworth`: forwards and backwards (`zero`, so that the order doubles) or forwards only
 * (`causal`). NaN stays in its row.
 *
 * @throws {NeurarrowError} `stage-options`, `signal-too-short`
 * @see mne.filter.filter_data, scipy.signal.butter, scipy.signal.sosfiltfilt, scipy.signal.sosfilt
 */
export const lowpass = defineStage({
  use: 'lowpass',
  title: 'Remove fast activity',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/j.jneumeth.2014.08.002'],
  options: z.strictObject({
    highHz: z.number().positive().meta({ unit: 'Hz', description: 'upper edge of the pass band' }),
    ...passMethod,
    edge: passEdge,
  }),
  shape: passShape,
  contextS: passContextS,
  run: (input, options) => passSignals('lowpass', input, options),
})
