import { notesOf } from './note.ts'
import type { Table } from './table.ts'

/** What is left of the independent components of one recording, for pictures. */
export interface ComponentDrawing {
  readonly recording: string
  readonly channels: readonly string[]
  /** Frequencies of the spectra, Hz. */
  readonly hz: readonly number[]
  /** How many there were; those that are listed are the removed ones and the largest. */
  readonly count: number
  readonly components: readonly DrawnComponent[]
  /** Of all components: the most probable class of a model, `''` without one. */
  readonly labels: readonly string[]
  /** Numbers of those that were removed. */
  readonly removed: readonly number[]
}

/** One independent component. */
export interface DrawnComponent {
  /** Its place by falling variance, from 0. */
  readonly k: number
  /** Share of the variance of all channels. */
  readonly share: number
  /** The most probable class of a model, and its probability. */
  readonly label?: string
  readonly probability?: number
  /** Why it was removed; absent for one that stays. */
  readonly why?: string
  /** What it brings to each channel, shape [C]. */
  readonly map: readonly number[]
  /** Of its source, dB below its largest value, shape [F]. */
  readonly spectrumDb: readonly number[]
}

/** The components that stages left with a table, one drawing a recording, oldest first. */
export function componentDrawings(table: Table): ComponentDrawing[] {
  return notesOf(table).flatMap(({ stage, draws }) =>
    stage === 'ica' && typeof draws === 'string' ? [JSON.parse(draws) as ComponentDrawing] : [],
  )
}
