import * as z from 'zod'
import { defineStage } from '../../stage.ts'
import { type Signals, segmentsOf, withChannels } from '../../tables/signals.ts'
import {
  type PassOptions,
  passContextS,
  passMethod,
  passShape,
  passSignals,
} from '../filter-signals.ts'

/**
 * Filters every channel into several bands, each a channel of its own, named `C3@4-8`. Stages that
 * look at channels together (`csp`) take the channels of a band by themselves.
 *
 * @throws {NeurarrowError} `stage-options`, `signal-too-short`, as `bandpass`
 * @see Ang et al. (2008), IEEE IJCNN, doi:10.1109/IJCNN.2008.4634130
 */
export const filterBank = defineStage({
  use: 'filterBank',
  title: 'Filter every channel into several bands',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1109/IJCNN.2008.4634130'],
  options: z.strictObject({
    bandsHz: z
      .array(z.tuple([z.number().positive(), z.number().positive()]))
      .min(1)
      .meta({ unit: 'Hz', description: 'bands [low, high]' }),
    ...passMethod,
    method: passMethod.method.default('butterworth'),
  }),
  shape(input, options) {
    const bands = bandOptions(options)
    const issues = bands.flatMap((band, b) =>
      (passShape(input, band).issues ?? []).map(({ path, message }) => ({
        path: path[0] === 'phase' ? path : ['bandsHz', b, path[0] === 'lowHz' ? 0 : 1],
        message,
      })),
    )
    const channels = input.channels && namesOf(input.channels, options.bandsHz)
    return { ...input, channels, issues }
  },
  contextS: (options, rateHz) =>
    Math.max(...bandOptions(options).map((band) => passContextS(band, rateHz))),
  run(input, options) {
    const table = input as Signals
    const filtered = bandOptions(options).map((band) =>
      segmentsOf(passSignals('filterBank', input, band) as Signals),
    )
    const whole = segmentsOf(table).map((segment, i) => {
      const { channels, values } = segment
      const joined = new Float32Array(values.length * filtered.length)
      filtered.forEach((bands, b) => {
        joined.set(bands[i].values, b * values.length)
      })
      return { ...segment, channels: namesOf(channels, options.bandsHz), values: joined }
    })
    return withChannels(table, whole)
  },
})

type BankOptions = Pick<PassOptions, 'method' | 'order' | 'phase'> & {
  readonly bandsHz: readonly (readonly [number, number])[]
}

function bandOptions({ bandsHz, ...how }: BankOptions): PassOptions[] {
  return bandsHz.map(([lowHz, highHz]) => ({ ...how, lowHz, highHz, edge: 'reflect' }))
}

function namesOf(channels: readonly string[], bandsHz: BankOptions['bandsHz']): string[] {
  return bandsHz.flatMap(([low, high]) => channels.map((name) => `${name}@${low}-${high}`))
}
