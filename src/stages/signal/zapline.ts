import * as z from 'zod'
import { fail } from '../../errors.ts'
import { firstHole } from '../../kernels/first-hole.ts'
import { zapLine } from '../../kernels/zap-line.ts'
import { defineStage } from '../../stage.ts'
import { brainRows, putRows, withRows } from '../../tables/brain-channels.ts'
import { oneRateParts, withParts } from '../../tables/one-rate.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Removes the power line and its multiples by spatial filters, so that other activity at these
 * frequencies stays: ZapLine. All channels of a recording that measure the brain are looked at
 * together; those of the eyes, the heart and the like stay as they are, whatever their rate.
 *
 * @throws {NeurarrowError} `rates-differ`, `channel-missing` when segments have other channels,
 *   `non-finite`, `signal-too-short`; `stage-options` for a line at or above half the rate;
 *   `rank-deficient` for more components than the channels have directions
 * @see `meegkit.dss.dss_line`
 */
export const zapline = defineStage({
  use: 'zapline',
  title: 'Remove the power line by spatial components',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 2,
  cites: ['doi:10.1016/j.neuroimage.2019.116356'],
  options: z.strictObject({
    freqHz: z
      .number()
      .min(2)
      .default(50)
      .meta({ unit: 'Hz', description: 'frequency of the power line' }),
    components: z
      .int()
      .min(1)
      .default(1)
      .meta({ unit: '1', description: 'how many spatial components are removed' }),
  }),
  shape(input, { freqHz }) {
    const { rateHz } = input
    if (rateHz === undefined || freqHz < rateHz / 2) return input
    const message = `${freqHz} Hz is at or above half the sampling rate of ${rateHz} Hz`
    return { ...input, issues: [{ path: ['freqHz'], message }] }
  },
  run(input, { freqHz, components }) {
    const table = input as Table<'signals'>
    const told = { stage: 'zapline' }
    const whole = oneRateParts(table, (channels) => brainRows(table, channels, told), told)
    const segments = whole.map(({ segment, rows }) => withRows(segment, rows))
    const [first] = segments
    if (first === undefined) return table
    const { rateHz, recording, channels } = first
    const facts = { stage: 'zapline', recording }
    if (freqHz >= rateHz / 2) fail('stage-options', { ...facts, freqHz, rateHz })
    for (const segment of segments) requireUsable(segment, first, freqHz)
    if (components > channels.length) requireRank(facts, components, channels.length)
    try {
      const parts = segments.map(({ values }) => values)
      const options = { freqHz, rateHz, components }
      const cleaned = zapLine(parts, channels.length, options)
      const own = whole.map(({ segment, rows }, s) => putRows(segment, rows, cleaned[s]))
      return withParts(table, whole, own)
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown
      return requireRank(facts, components, thrown.message)
    }
  },
})

function requireRank(facts: object, asked: number, found: number | string): never {
  const remedy = 'ask for fewer components: an average reference takes one from the rank'
  return fail('rank-deficient', { ...facts, asked, found, remedy })
}

function requireUsable(segment: Segment, first: Segment, freqHz: number): void {
  const { values, channels, samples, rateHz, recording, index } = segment
  const facts = { stage: 'zapline', recording, segment: index }
  if (rateHz !== first.rateHz) fail('rates-differ', { ...facts, rates: [first.rateHz, rateHz] })
  if (channels.join('\n') !== first.channels.join('\n')) {
    fail('channel-missing', { ...facts, expected: first.channels, found: channels })
  }
  const needed = Math.floor(Math.max(rateHz / freqHz, channels.length)) + 1
  if (samples < needed) fail('signal-too-short', { ...facts, samples, needed })
  const hole = firstHole(values)
  if (hole >= 0) {
    const channel = channels[Math.floor(hole / samples)]
    fail('non-finite', { ...facts, channel, sample: hole % samples })
  }
}
