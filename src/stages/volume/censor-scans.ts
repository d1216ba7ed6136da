import * as z from 'zod'
import { fail } from '../../errors.ts'
import { framewiseDisplacement } from '../../kernels/framewise-displacement.ts'
import { keptScans } from '../../kernels/kept-scans.ts'
import { confoundsOf } from '../../tables/confounds.ts'
import type { Segment } from '../../tables/signals.ts'
import { type Table, wordsOf } from '../../tables/table.ts'

/** Which scans are censored. */
export const censorOptions = z.strictObject({
  fdMm: z.number().positive().default(0.5).meta({
    unit: 'mm',
    description: 'scans whose framewise displacement exceeds this',
  }),
  dvars: z.number().positive().default(1.5).meta({
    unit: '1',
    description: 'scans whose standardised DVARS exceeds this, where the table has it',
  }),
  shortest: z.int().min(0).default(5).meta({
    unit: '1',
    description: 'scans that a stretch between censored ones must have to stay',
  }),
  gaps: z.enum(['split', 'join']).default('split').meta({
    description: 'split: a segment for each stretch that stays; join: one, without times to go by',
  }),
})

export type Censoring = z.output<typeof censorOptions>

const motionNames = ['trans_x', 'trans_y', 'trans_z', 'rot_x', 'rot_y', 'rot_z']

/**
 * The scans of a segment that stay, ascending.
 *
 * Columns `framewise_displacement`, `std_dvars` and `non_steady_state_outlier...` are used as
 * fMRIPrep writes them; the displacement is computed from six motion columns (mm, radians) where
 * the table lacks it. NaN, as in a first scan, is below every bound.
 *
 * @throws {NeurarrowError} `column-missing` without displacement and motion, `length-mismatch`,
 *   `signal-too-short` when no scan stays
 * @see nilearn.interfaces.fmriprep.load_confounds with `strategy=('scrub',)`
 */
export function uncensored(
  stage: string,
  segment: Segment,
  table: Table<'signals'>,
  { fdMm, dvars, shortest }: Censoring,
): Int32Array {
  const available = wordsOf(table, 'channel')
  const first = Math.max(0, Math.round(segment.startS * segment.rateHz))
  const { values: displacement, samples } = available.includes('framewise_displacement')
    ? confoundsOf(table, ['framewise_displacement'])
    : displacementOf(table)
  const facts = { stage, recording: segment.recording, scans: segment.samples }
  if (segment.samples + first !== samples) {
    fail('length-mismatch', { ...facts, firstScan: first, confounds: samples })
  }
  const bad = Uint8Array.from(displacement, (value) => (value > fdMm ? 1 : 0))
  if (available.includes('std_dvars')) {
    mark(bad, confoundsOf(table, ['std_dvars']).values, (value) => value > dvars)
  }
  const own = bad.subarray(first)
  const kept = keptScans(own, shortest)
  const unsteady = unsteadyScans(table, available).subarray(first)
  const left = kept.filter((t) => unsteady[t] !== 1)
  if (left.length === 0) fail('signal-too-short', { ...facts, censored: segment.samples })
  return left
}

function displacementOf(table: Table<'signals'>) {
  const { values, samples } = confoundsOf(table, motionNames)
  return { values: framewiseDisplacement(values), samples }
}

/** Shape [T], 1 for scans before the scanner was steady. */
function unsteadyScans(table: Table<'signals'>, available: readonly string[]): Uint8Array {
  const names = available.filter((name) => name.includes('non_steady_state'))
  const { values, samples } = confoundsOf(table, names)
  const out = new Uint8Array(samples)
  for (let k = 0; k < names.length; k++) {
    mark(out, values.subarray(k * samples, (k + 1) * samples), (value) => value > 0)
  }
  return out
}

function mark(bad: Uint8Array, values: Float64Array, isBad: (value: number) => boolean): void {
  for (let t = 0; t < bad.length; t++) if (isBad(values[t])) bad[t] = 1
}
