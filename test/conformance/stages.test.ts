import { describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import { optionsJsonSchema } from '../../src/pipeline/reference.ts'
import { allHeads, allStages } from '../../src/pipeline/registry.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { labelNames } from '../../src/tables/keys.ts'
import { keyColumns, payload } from '../../src/tables/kind.ts'
import { notesOf } from '../../src/tables/note.ts'
import { takeRows } from '../../src/tables/rows.ts'
import { column, columnNames, hasColumn, i32Of, type Table } from '../../src/tables/table.ts'
import { hasNonFinite, rowsByName, strayRows, withNaN } from './nan-trace.ts'
import { stageExamples } from './stage-examples.ts'
import { inputOf, runTrial, shapeOf, type Trial, trainOf, trials } from './stage-trial.ts'

const bytesOf = (table: Table) => Buffer.from(encodeTable(table))
const rowNames = (table: Table) => [...rowsByName(table).keys()]

/** Runs it; a catalogue failure is a result too, anything else is thrown. */
async function orFailure(run: () => Promise<Table>): Promise<Table | NeurarrowError> {
  try {
    return await run()
  } catch (thrown) {
    if (thrown instanceof NeurarrowError && thrown.code !== 'internal') return thrown
    throw thrown
  }
}

/** Everything that has options and a key in a pipeline. */
const words = [...allStages, ...allHeads].map((each) => [each.use, each] as const)

describe('words of stages and heads', () => {
  test('each stage whose key has the content of a model names its models', () => {
    const stages = allStages.filter(({ content, models }) => (content ?? models) !== undefined)
    expect(stages.map(({ use }) => use)).toContain('encode')
    for (const { use, content, models } of stages) {
      expect([use, typeof content, typeof models]).toEqual([use, 'function', 'function'])
    }
  })

  test('each stage has examples to be tried on, each example a stage', () => {
    expect(Object.keys(stageExamples).sort()).toEqual(allStages.map((stage) => stage.use).sort())
  })

  test.each(words)('%s says what it is', (_, { title, version, reads, cites = [] }) => {
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(version).toBeGreaterThanOrEqual(1)
    expect(Number.isInteger(version)).toBe(true)
    expect(reads.length).toBeGreaterThan(0)
    for (const cite of cites) expect(cite.trim()).not.toBe('')
  })

  test.each(words)(
    '%s gives each option a description and each number a unit',
    (_, { options }) => {
      const { properties = {} } = optionsJsonSchema(options) as { properties?: object }
      for (const [name, option] of Object.entries(properties)) {
        expect(option.description ?? '', `${name} has no description`).not.toBe('')
        expect(hasUnits(option), `${name} has numbers without a unit`).toBe(true)
      }
    },
  )

  test.each(words)('%s runs with its defaults or names what is missing', (_, { options }) => {
    const names = Object.keys(options.shape)
    for (const { path, message } of options.safeParse({}).error?.issues ?? []) {
      const says = names.some((name) => name === path[0] || message.includes(name))
      expect(says, `"${message}" names no option`).toBe(true)
    }
  })

  test.each(words)('%s takes no option that it does not know', (_, { options }) => {
    const issues = options.safeParse({ notAnOption: 1 }).error?.issues ?? []
    expect(issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true)
  })
})

interface Node {
  readonly type?: string
  readonly unit?: string
  readonly [key: string]: unknown
}

/** Whether all numbers below a JSON Schema node lie under one that has a unit. */
function hasUnits(node: Node): boolean {
  if (node.unit !== undefined) return true
  if (node.type === 'number' || node.type === 'integer') return false
  const children = ['anyOf', 'oneOf', 'prefixItems', 'items', 'properties', 'additionalProperties']
  return children
    .map((key) => node[key])
    .filter((child) => child !== null && typeof child === 'object')
    .every((child) => Object.values(isNode(child) ? [child] : (child as object)).every(hasUnits))
}

const isNode = (child: unknown) => {
  const { type, anyOf, oneOf } = child as Node & { type: unknown }
  return typeof type === 'string' || Array.isArray(anyOf) || Array.isArray(oneOf)
}

/** Whether the trial fits on training rows. */
function isFitted({ stage, options }: Trial): boolean {
  return stage.scope === 'fold' && (stage.scopeOf?.(options) ?? 'fold') === 'fold'
}

/** Whether the stage chooses channels, scans, voxels or features, and may leave out the first. */
function leavesOut(out: Table, input: Table): boolean {
  const isNarrower = input.kind === 'features' && namesIn(out).length < namesIn(input).length
  return isNarrower || input.kind === 'volumes' || !rowsByName(out).has(rowNames(input)[0])
}

const namesIn = ({ meta }: Table) => JSON.parse(meta.names ?? '[]') as string[]

describe.each(trials.map((trial) => [trial.name, trial] as const))('%s', (_, trial) => {
  const { stage, options } = trial
  const writes = stage.writes === 'same' ? trial.kind : stage.writes

  test('writes its declared kind with all keys and labels, rows in order', async () => {
    const input = inputOf(trial)
    const out = await runTrial(trial, input)
    expect(out.kind).toBe(writes)
    expect(out.rows).toBeGreaterThan(0)
    expect(columnNames(out).slice(0, keyColumns.length)).toEqual([...keyColumns])
    expect(columnNames(out)).toContain(payload[writes])
    const labels = labelNames(input).filter((name) => name !== options.by)
    expect(labelNames(out)).toEqual(expect.arrayContaining(labels))
    expect(hasNonFinite(out)).toBe(false)
    const index = ['window', 'segment', 'scan'].find((name) => hasColumn(out, name)) ?? ''
    const order = i32Of(out, index)
    expect(order.every((n, r) => r === 0 || n >= order[r - 1])).toBe(true)
  })

  test('gives the same bytes twice and leaves its input as it is', async () => {
    const input = inputOf(trial)
    const train = trainOf(trial)
    const before = [bytesOf(input), bytesOf(train)]
    const first = bytesOf(await runTrial(trial, input, train))
    const second = bytesOf(await runTrial(trial, input, train))
    expect(second.equals(first)).toBe(true)
    expect(bytesOf(input).equals(before[0])).toBe(true)
    expect(bytesOf(train).equals(before[1])).toBe(true)
  })

  test('shares the columns that it does not touch', async () => {
    const input = inputOf(trial)
    const out = await runTrial(trial, input)
    const isSame =
      out.rows === input.rows &&
      out.kind === input.kind &&
      rowNames(out).join() === rowNames(input).join()
    for (const name of isSame ? keyColumns : []) {
      expect(column(out, name).values, name).toBe(column(input, name).values)
    }
  })

  test('passes an empty table through', async () => {
    const empty = takeRows(inputOf(trial), [])
    const out = await runTrial(trial, empty)
    expect(out.kind).toBe(writes)
    expect(out.rows).toBe(0)
    expect(() => bytesOf(out)).not.toThrow()
  })

  test('keeps NaN in its row, channel or window, and never hides it', async () => {
    const input = inputOf(trial)
    const clean = await runTrial(trial, input)
    const out = await orFailure(() => runTrial(trial, withNaN(input)))
    if (out instanceof NeurarrowError) return
    expect(strayRows(trial, clean, out, input)).toEqual([])
    const isDropped = out.rows < clean.rows && notesOf(out).length > 0
    const isLeftOut = Buffer.compare(bytesOf(out), bytesOf(clean)) === 0 && leavesOut(out, input)
    expect(isDropped || isLeftOut || hasNonFinite(out)).toBe(true)
  })

  test('does what its shape promises', async () => {
    const input = inputOf(trial)
    const promised = stage.shape?.(shapeOf(input), options)
    if (promised === undefined) return
    expect(promised.issues ?? []).toEqual([])
    const found = shapeOf(await runTrial(trial, input))
    const { issues: _, ...facts } = promised
    const known = JSON.parse(JSON.stringify(facts)) as typeof facts
    expect(found).toMatchObject(known)
  })
})

const fitted = trials.filter(
  (trial) => isFitted(trial) && !(trial.stage.scope === 'fold' && trial.stage.transductive),
)

describe.each(fitted.map((trial) => [trial.name, trial] as const))('fitted: %s', (_, trial) => {
  test('applies what it fitted to each row alone', async () => {
    const input = inputOf(trial)
    const all = rowsByName(await runTrial(trial, input))
    const first = Array.from({ length: input.rows / 2 }, (_, r) => r)
    const half = rowsByName(await runTrial(trial, takeRows(input, first)))
    expect(half.size).toBe(all.size / 2)
    for (const [name, { values }] of half) expect(all.get(name)?.values, name).toEqual(values)
  })
})
