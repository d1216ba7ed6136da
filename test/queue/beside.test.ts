import { describe, expect, test } from 'vitest'
import { parsePipeline } from '../../src/pipeline/parse.ts'
import { planRecordings } from '../../src/pipeline/plan.ts'
import type { PlannedRecording } from '../../src/pipeline/planned-recording.ts'
import { checkNode } from '../../src/queue/node-check.ts'
import { nodeSchema, plannedSchema } from '../../src/queue/node-schema.ts'
import { who } from '../fixtures/recordings.ts'

const hash = (letter: string) => letter.repeat(64)
const pipeline = parsePipeline('name: a\ndataset: b\nstages: [window: { lengthS: 1 }]\n', 'a.yaml')

function planned(channels: string): PlannedRecording {
  return {
    recording: who,
    reader: { use: 'edf', version: 1 },
    path: 'data:set/A.edf',
    sha256: hash('a'),
    beside: [{ as: 'channels', path: 'data:set/channels.tsv', sha256: hash(channels) }],
    images: {},
  }
}

const readOf = (channels: string) => {
  const nodes = [...planRecordings(pipeline, [planned(channels)]).nodes.values()]
  return nodes.filter(({ work }) => work.do === 'read')[0]
}

describe('files beside a recording', () => {
  test('are part of the key of the node that reads it, by their bytes alone', () => {
    expect(readOf('b').key).not.toBe(readOf('c').key)
    expect(readOf('b').key).toBe(readOf('b').key)
    expect(JSON.stringify(readOf('b').content)).not.toContain('channels.tsv')
  })

  test('pass through the store and the check of a worker', () => {
    const node = nodeSchema.parse(JSON.parse(JSON.stringify(readOf('b'))))
    expect(() => checkNode(readOf('b'))).not.toThrow()
    expect(node.work).toMatchObject({ beside: [{ as: 'channels', sha256: hash('b') }] })
    const { beside: _, ...bare } = readOf('b').work as { beside: unknown } & Record<string, unknown>
    expect(() => checkNode({ ...readOf('b'), work: bare as never })).toThrow(/job-refused/)
    expect(plannedSchema.parse(planned('b')).beside).toHaveLength(1)
  })
})
