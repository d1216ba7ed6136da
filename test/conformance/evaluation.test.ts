import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { controls } from '../../src/evaluation/controls/index.ts'
import { figures } from '../../src/evaluation/figures/index.ts'
import { maps } from '../../src/evaluation/maps/index.ts'
import { metrics } from '../../src/evaluation/metrics.ts'
import { splitKinds, splitModifiers } from '../../src/evaluation/splits/index.ts'

const root = fileURLToPath(new URL('../../pipelines', import.meta.url))
const read = (path: string) => parse(readFileSync(path, 'utf8')) as Record<string, unknown>
const documents = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml') && !path.startsWith('protocols'))
  .map((path) => read(join(root, path)))
const protocols = readdirSync(join(root, 'protocols'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name: name.replace(/\.yaml$/, ''), ...read(join(root, 'protocols', name)) }))

const evaluations = documents.map(({ evaluate }) => (evaluate ?? {}) as Record<string, unknown>)
const followed = new Set(evaluations.map(({ protocol }) => protocol))
const all = [
  ...evaluations,
  ...protocols
    .filter(({ name }) => followed.has(name))
    .map((protocol) => (protocol as { evaluate?: Record<string, unknown> }).evaluate ?? {}),
]
const splits = all.map(({ split }) => (split ?? {}) as Record<string, unknown>)
const listed = (key: string) => all.flatMap((one) => (one[key] ?? []) as string[])

describe('what an evaluation may ask for is asked for by a pipeline', () => {
  test('each metric', () => {
    const asked = new Set(listed('metrics'))
    expect(metrics.map(({ use }) => use).filter((use) => !asked.has(use))).toEqual([])
  })

  test('each map of features and each figure', () => {
    const asked = new Set(all.flatMap(({ maps: of }) => Object.keys((of ?? {}) as object)))
    expect(maps.map(({ use }) => use).filter((use) => !asked.has(use))).toEqual([])
    const reports = documents.map(({ report }) => (report ?? {}) as { figures?: unknown[] })
    const drawn = new Set(
      reports.flatMap((report) =>
        (report.figures ?? []).flatMap((one) =>
          typeof one === 'string' ? [one] : Object.keys(one as object),
        ),
      ),
    )
    const toAskFor = figures.filter((figure) => figure.always === undefined && !figure.unscored)
    expect(toAskFor.map(({ use }) => use).filter((use) => !drawn.has(use))).toEqual([])
  })

  test('each kind of split and each modifier', () => {
    const asked = new Set(splits.flatMap((split) => Object.keys(split)))
    const known = [...splitKinds, ...splitModifiers].map(({ use }) => use)
    expect(known.filter((use) => !asked.has(use))).toEqual([])
  })

  test('each unit is left out: subjects, sessions, runs, and a label such as a site', () => {
    const left = new Set(splits.map(({ leaveOut }) => leaveOut))
    expect(['subject', 'session', 'run', 'dataset'].filter((unit) => !left.has(unit))).toEqual([])
  })

  test('each protocol, followed by a pipeline', () => {
    expect(protocols.map(({ name }) => name).filter((name) => !followed.has(name))).toEqual([])
  })

  test('each control, chance by refit, choices inside folds and two data sets', () => {
    const asked = new Set(listed('controls'))
    expect(controls.map(({ use }) => use).filter((use) => !asked.has(use))).toEqual([])
    for (const key of ['permutation', 'select', 'threshold', 'maps', 'positive']) {
      expect(all.filter((one) => one[key] !== undefined).length, key).toBeGreaterThan(0)
    }
    expect(documents.some(({ transfer }) => transfer !== undefined)).toBe(true)
  })
})
