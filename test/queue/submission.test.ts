import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkPipeline } from '../../src/execution/prepare.ts'
import { plannedSchema, sideFileSchema } from '../../src/queue/node-schema.ts'
import { checkedOf, makeSubmission } from '../../src/queue/submission.ts'

const file = 'pipelines/motor-transfer.yaml'
const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
const parts = { text, checked: checkPipeline({ file }), set: [], strict: false, planned: [] }

test('both cards of a transfer travel with the submission', () => {
  const submission = JSON.parse(JSON.stringify(makeSubmission(parts, [])))
  const { card, transferCard, pipeline } = checkedOf(submission)
  expect([card.name, transferCard?.name]).toEqual(['synthetic-eeg', 'synthetic-eeg-second'])
  expect(pipeline.transfer?.dataset).toBe('synthetic-eeg-second')
  const { transferCard: _, ...without } = submission
  expect(() => checkedOf(without)).toThrow(/job-refused.*transferCard/)
})

test('the leak check is part of what is submitted', () => {
  expect(makeSubmission({ ...parts, leakCheck: true }, []).leakCheck).toBe(true)
  expect('leakCheck' in makeSubmission(parts, [])).toBe(false)
})

test('other words for channels and events are taken as text alone', () => {
  const recording = { subject: 'a', session: '', run: '', recording: 'a', labels: {} }
  const planned = {
    ...{ recording, reader: { use: 'edf', version: 1 }, path: 'data:a.edf', images: {} },
    sha256: 'a'.repeat(64),
  }
  expect(plannedSchema.safeParse({ ...planned, rename: { T7: 'T3' } }).success).toBe(true)
  expect(plannedSchema.safeParse({ ...planned, rename: { T7: 3 } }).success).toBe(false)
  const side = { from: 'annotations', path: 'data:a.edf', map: { links: 'left' } }
  expect(sideFileSchema.safeParse(side).success).toBe(true)
})
