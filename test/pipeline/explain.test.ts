import { expect, test } from 'vitest'
import { explainNodes } from '../../src/pipeline/explain.ts'
import { type Content, contentKey } from '../../src/pipeline/key.ts'

function node(id: string, stage: string, options: unknown, inputs: Record<string, string>) {
  const content: Content = { stage, version: 1, options, inputs }
  return { id, content, key: contentKey(content) }
}

function chain(lowHz: number, file = 'aa') {
  const read = node('A/read', 'read edf', {}, { file })
  const filter = node('A/bandpass', 'bandpass', { lowHz, phase: 'zero' }, { table: read.key })
  return [read, filter, node('A/window', 'window', { lengthS: 5 }, { table: filter.key })]
}

test('a changed option is named, and what stands on it runs because of its input', () => {
  const before = chain(0.5)
  const stored = new Set(before.map(({ key }) => key))
  const reasons = explainNodes(chain(1), before, (key) => stored.has(key))
  expect(reasons).toMatchObject([
    {
      id: 'A/bandpass',
      why: 'changed',
      differences: [{ field: 'options.lowHz', before: 0.5, now: 1 }],
    },
    { id: 'A/window', why: 'input' },
  ])
})

test('a changed file, a version, a first run and a lost table are told apart', () => {
  const before = chain(1)
  expect(explainNodes(chain(1, 'bb'), before, () => false)[0].differences).toMatchObject([
    { field: 'file' },
  ])
  expect(explainNodes(before, [], () => false).map(({ why }) => why)).toEqual(['new', 'new', 'new'])
  expect(explainNodes(before, before, () => false)[1].why).toBe('gone')
  expect(explainNodes(before, before, () => true)).toEqual([])
})
