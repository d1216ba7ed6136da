import { fail } from '../errors.ts'
import type { Part } from './joined-rows.ts'
import { segmentGroups } from './segment-groups.ts'
import { type Segment, type Signals, segmentsOf, withSamples } from './signals.ts'
import type { Table } from './table.ts'

/** The channels of a segment that share their rate, those of them that are looked at. */
export interface OneRatePart extends Part {
  /** Which of `segmentsOf(table)` they come from, one block after the other. */
  readonly blocks: readonly number[]
}

/**
 * For each segment of a signals table the channels that are looked at and all others of their
 * rate, as one block; channels of another rate, which nobody looks at, are left out.
 *
 * @param wanted numbers of the channels that are looked at among all of a segment, at least one
 * @param facts of the stage, for messages
 * @throws {NeurarrowError} `rates-differ` when channels that are looked at differ in rate, length
 *   or start
 */
export function oneRateParts(
  table: Signals,
  wanted: (channels: readonly string[], first: Segment) => readonly number[],
  facts: Readonly<Record<string, unknown>>,
): OneRatePart[] {
  let before = 0
  return segmentGroups(table).map((group) => {
    const [first] = group
    const from = before
    before += group.length
    const rows = wanted(
      group.flatMap(({ channels }) => channels),
      first,
    )
    if (group.length === 1) return { segment: first, rows, blocks: [from] }
    return joinedPart(group, rows, { from, facts })
  })
}

/**
 * The table with other samples for channels that were taken together by `oneRateParts`; all other
 * rows stay.
 *
 * @param values for each part all its channels, shape [C, T] as in its segment
 */
export function withParts(
  table: Table<'signals'>,
  parts: readonly OneRatePart[],
  values: readonly Float32Array[],
): Table<'signals'> {
  const out = segmentsOf(table).map((segment) => segment.values)
  for (const [p, { blocks }] of parts.entries()) {
    let at = 0
    for (const block of blocks) {
      const { length } = out[block]
      out[block] = blocks.length === 1 ? values[p] : values[p].subarray(at, at + length)
      at += length
    }
  }
  return withSamples(table, out)
}

function joinedPart(
  group: readonly Segment[],
  rows: readonly number[],
  { from, facts }: { readonly from: number; readonly facts: Readonly<Record<string, unknown>> },
): OneRatePart {
  const blockOf = group.flatMap(({ channels }, b) => channels.map(() => b))
  const model = group[blockOf[rows[0]]]
  const kept = [...group.keys()].filter((b) => isAlike(group[b], model))
  const other = rows.find((row) => !kept.includes(blockOf[row]))
  if (other !== undefined) failRates(group, blockOf[other], { ...facts, rateHz: model.rateHz })
  const taken = kept.map((b) => group[b])
  const channels = taken.flatMap((block) => block.channels)
  const place = new Map<number, number>()
  for (const [row, b] of blockOf.entries()) if (kept.includes(b)) place.set(row, place.size)
  const values = joinedValues(taken)
  const segment = { ...model, channels, values }
  return {
    segment,
    rows: rows.map((row) => place.get(row) ?? 0),
    blocks: kept.map((b) => from + b),
  }
}

function isAlike(a: Segment, b: Segment): boolean {
  return a.rateHz === b.rateHz && a.samples === b.samples && a.startS === b.startS
}

function joinedValues(blocks: readonly Segment[]): Float32Array {
  if (blocks.length === 1) return blocks[0].values
  const out = new Float32Array(blocks.reduce((sum, { values }) => sum + values.length, 0))
  let at = 0
  for (const { values } of blocks) {
    out.set(values, at)
    at += values.length
  }
  return out
}

function failRates(group: readonly Segment[], block: number, facts: object): never {
  const { recording, rateHz, channels } = group[block]
  const remedy =
    '`resample` before it, or `pick` channels of one rate; those of the eyes, the heart and the ' +
    'like may have another where the file states their types'
  return fail('rates-differ', { recording, ...facts, found: rateHz, channels, remedy })
}
