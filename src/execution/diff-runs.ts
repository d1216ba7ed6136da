import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Difference, differencesBetween } from '../pipeline/differences.ts'
import type { RunFolder } from '../store/read-run.ts'
import type { RunRecord } from '../store/run.ts'

/** A group whose score is not what it was. */
export interface Moved {
  readonly metric: string
  readonly group: string
  readonly before: number
  readonly now: number
  /** Whether the new value lies outside the old one's 95 % interval. */
  readonly outside: boolean
}

/** What differs between two runs, before and now. */
export interface RunsDifference {
  readonly pipeline: readonly Difference[]
  readonly data: readonly Difference[]
  /** Recordings that were read from other bytes, or read otherwise. */
  readonly recordings: readonly string[]
  readonly models: readonly Difference[]
  readonly versions: readonly Difference[]
  readonly platform: readonly Difference[]
  readonly certificate: readonly Difference[]
  readonly scores: readonly Difference[]
  /** Groups that both runs have scored, the largest change first. */
  readonly moved: readonly Moved[]
  /** Groups that one of the runs alone has scored. */
  readonly alone: { readonly before: readonly string[]; readonly now: readonly string[] }
}

/** Says what differs between two runs: what went in, and which groups moved. */
export function diffRuns(before: RunFolder, now: RunFolder): RunsDifference {
  const [a, b] = [before.record, now.record]
  const of = <T>(pick: (record: RunRecord) => T) => differencesBetween('', pick(a), pick(b))
  return {
    pipeline: differencesBetween('', lockOf(before), lockOf(now)),
    data: of(({ data }) => plain(data)),
    recordings: otherReads(a, b),
    models: of(({ models }) => plain(Object.fromEntries(models.map((one) => [one.name, one])))),
    versions: of(({ versions }) => versions),
    platform: of(({ platform }) => plain(platform)),
    certificate: of(({ certificate: { clean, unit, apart, folds, transductive, contamination } }) =>
      plain({ clean, unit, apart, folds, transductive, contamination }),
    ),
    scores: of(({ scores }) =>
      plain(Object.fromEntries(Object.entries(scores).map(([use, { mean }]) => [use, mean]))),
    ),
    moved: movedGroups(a, b),
    alone: { before: groupsBeside(a, b), now: groupsBeside(b, a) },
  }
}

/** The pipeline as it was run; nothing when the file is gone. */
function lockOf({ folder }: RunFolder): unknown {
  const file = join(folder, 'pipeline.lock.yaml')
  const { stages, ...rest } = Object(existsSync(file) ? parse(readFileSync(file, 'utf8')) : {})
  return { ...rest, stages: byName(Array.isArray(stages) ? stages : []) }
}

/** Stages by name, so that options are compared and not places; a second one gets a number. */
function byName(stages: readonly object[]): Record<string, unknown> {
  const named: Record<string, unknown> = {}
  for (const entry of stages) {
    for (const [use, options] of Object.entries(entry)) {
      let name = use
      for (let i = 2; name in named; i++) name = `${use} ${i}`
      named[name] = options
    }
  }
  return named
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

function otherReads(before: RunRecord, now: RunRecord): string[] {
  const reads = ({ plan }: RunRecord) =>
    new Map(plan.nodes.filter(({ stage }) => stage === 'read').map(({ id, key }) => [id, key]))
  const [a, b] = [reads(before), reads(now)]
  const all = [...new Set([...a.keys(), ...b.keys()])]
  return all.filter((id) => a.get(id) !== b.get(id)).map((id) => id.replace(/\/read.*$/, ''))
}

function movedGroups(before: RunRecord, now: RunRecord): Moved[] {
  const moved = Object.keys(before.scores).flatMap((metric) => {
    const { perGroup = {}, intervals = {} } = before.scores[metric]
    const others = now.scores[metric]?.perGroup ?? {}
    const both = Object.keys(perGroup).filter((group) => group in others)
    return both.flatMap((group): Moved[] => {
      const [from, to] = [perGroup[group], others[group] ?? Number.NaN]
      if (Object.is(from, to) || !(from !== to)) return []
      const { low = Number.NaN, high = Number.NaN } = intervals[group] ?? {}
      return [{ metric, group, before: from, now: to, outside: to < low || to > high }]
    })
  })
  const size = ({ before: from, now: to }: Moved) => {
    const change = Math.abs(to - from)
    return Number.isNaN(change) ? Number.POSITIVE_INFINITY : change
  }
  return moved.sort((a, b) => size(b) - size(a) || (a.group < b.group ? -1 : 1))
}

/** Groups that a run has scored and another has not. */
function groupsBeside({ scores }: RunRecord, other: RunRecord): string[] {
  const groups = (of: RunRecord['scores']) =>
    Object.values(of).flatMap(({ perGroup }) => Object.keys(perGroup))
  const known = new Set(groups(other.scores))
  return [...new Set(groups(scores))].filter((group) => !known.has(group))
}
