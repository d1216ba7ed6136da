import * as z from 'zod'
import { defineStage } from '../../stage.ts'
import { passContextS, passEdge, passMethod, passShape, passSignals } from '../filter-signals.ts'

/**
 * Removes the frequencies between `lowHz` and `highHz` of each row.
 *
 * `fir`: the gain falls from 1 at the edges to 0 within the band, over MNE's automatic transitions
 * or `transitionHz`; with phase `minimum` it looks at the past only. `butterworth`: the gain is
 * half the power at the edges, forwards and backwards (`zero`) or forwards only (`causal`). NaN
 * stays in its row.
 *
 * @throws {NeurarrowError} `stage-options`, also when transitions meet; `signal-too-short`
 * @see mne.filter.filter_data with l_freq above h_freq, scipy.signal.butter with btype='bandstop'
 */
export const bandstop = defineStage({
  use: 'bandstop',
  title: 'Remove a band of frequencies',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/j.jneumeth.2014.08.002'],
  options: z.strictObject({
    lowHz: z.number().positive().meta({ unit: 'Hz', description: 'lower edge of the band' }),
    highHz: z.number().positive().meta({ unit: 'Hz', description: 'upper edge of the band' }),
    transitionHz: z.number().positive().optional().meta({
      unit: 'Hz',
      description: 'fir: width of the transitions; a quarter of the edge, at least 2 Hz',
    }),
    ...passMethod,
    edge: passEdge,
  }),
  shape: (input, options) => passShape(input, { ...options, stops: true }),
  contextS: (options, rateHz) => passContextS({ ...options, stops: true }, rateHz),
  run: (input, options) => passSignals('bandstop', input, { ...options, stops: true }),
})
