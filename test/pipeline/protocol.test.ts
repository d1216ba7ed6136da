import { describe, expect, test } from 'vitest'
import { checkProtocol } from '../../src/execution/protocol-check.ts'
import { parsePipeline } from '../../src/pipeline/parse.ts'
import { listProtocols, loadProtocol } from '../../src/pipeline/protocol.ts'
import { shapeIssues } from '../../src/pipeline/shapes.ts'
import { makeRows } from '../evaluation/make-rows.ts'

const document = (evaluate: string, dataset = 'eegmat') => `name: x
dataset: ${dataset}
stages: [window: { lengthS: 5 }]
evaluate: { ${evaluate}, head: { majority: {} } }
`
const parse = (...args: Parameters<typeof document>) =>
  parsePipeline(document(...args), 'x.yaml', [])

describe('protocols', () => {
  test('each is valid, named as its file, and fixes an evaluation that a pipeline can have', () => {
    const names = listProtocols()
    expect(names).toContain('cbramod-mental-arithmetic')
    for (const name of names) {
      const protocol = loadProtocol(name)
      expect(protocol.name).toBe(name)
      const { evaluate } = parse(`protocol: ${name}`, protocol.dataset ?? 'eegmat')
      expect(evaluate?.metrics.length).toBeGreaterThan(0)
    }
  })

  test('a pipeline that names one has its target, split and metrics', () => {
    const { evaluate, protocol } = parse('protocol: cbramod-mental-arithmetic')
    expect(evaluate).toMatchObject({ target: 'task', split: { official: 'cbramod' } })
    expect(protocol?.version).toBe(1)
    const without = parse('protocol: neuralbench-mental-arithmetic-without-00')
    expect(without.subjects).toEqual(['Subject01..Subject35'])
  })

  test('what it fixes cannot be changed, what it leaves open can', () => {
    const other = 'protocol: cbramod-mental-arithmetic, split: { leaveOut: subject }'
    expect(() => parse(other)).toThrow(/evaluate\.split.*says otherwise/)
    expect(() => parse('protocol: cbramod-mental-arithmetic', 'haxby2001')).toThrow(/is for eegmat/)
    expect(() => parse('protocol: cbramod')).toThrow(/protocol-unknown/)
    const seeded = parse('protocol: cbramod-mental-arithmetic, seed: 4')
    expect(seeded.evaluate?.seed).toBe(4)
    const members = '{ official: cbramod, members: { train: [a], test: [b], by: subject } }'
    expect(() => parse(`protocol: cbramod-mental-arithmetic, split: ${members}`)).not.toThrow()
  })

  test('windows of other channels or at another rate are refused before anything runs', () => {
    const pipeline = parse('protocol: cbramod-mental-arithmetic')
    const names = Array.from({ length: 20 }, (_, c) => `c${c}`)
    const says = (channels: string[], rateHz: number) =>
      shapeIssues(pipeline, { kind: 'signals', channels, rateHz })
        .map(({ message }) => message)
        .filter((message) => message.includes('protocol'))
    expect(says(names, 200)).toEqual([])
    expect(says(names.slice(1), 200)[0]).toMatch(/windows of 20 channels; here they are of 19/)
    expect(says(names, 250)[0]).toMatch(/windows at 200 Hz; here they are at 250 Hz/)
  })

  test('windows are counted, and their length is looked at', () => {
    const rows = makeRows([{ subject: 'A' }, { subject: 'B' }])
    const protocol = { ...loadProtocol('moabb-cross-subject'), lengthS: 2 }
    const expect2 = (count: number) => ({ ...protocol, expect: [{ subjects: 2, rows: count }] })
    expect(checkProtocol(rows, expect2(40))).toBeUndefined()
    expect(() => checkProtocol(rows, expect2(41))).toThrow(/protocol-counts.*"rows":41.*"rows":40/)
    expect(() => checkProtocol(rows, { ...protocol, lengthS: 5 })).toThrow(/"lengthS":5/)
    const others = { ...protocol, expect: [{ subjects: 36, rows: 1 }] }
    expect(checkProtocol(rows, others)).toMatch(/those of 2 are unchecked/)
  })
})
