import { expect, test } from 'vitest'
import { loadCard } from '../../src/datasets/card.ts'
import { NeurarrowError } from '../../src/errors.ts'
import { checkText } from '../../src/execution/prepare.ts'

const evaluate = `evaluate:
  target: event
  split: { leaveOut: subject }
  head: { lda: {} }
  metrics: [accuracy]
`

const card = loadCard('synthetic-eeg')

/** What is wrong with a pipeline of these lines. */
function issuesOf(text: string): string[] {
  try {
    checkText({ file: 'made.yaml' }, `name: made\ndataset: synthetic-eeg\n${text}`, () => card)
    return []
  } catch (thrown) {
    if (!(thrown instanceof NeurarrowError)) throw thrown
    return (thrown.facts.issues as { message: string }[]).map(({ message }) => message)
  }
}

const windows = `stages:
  - window: { around: ['*'], tminS: 0, tmaxS: 2 }
  - bandpower: { bandsHz: [[8, 13]], segmentS: 1 }
`

test('figures of windows are asked for where windows are cut', () => {
  expect(issuesOf(`${windows}${evaluate}report: { figures: [evoked, patterns] }\n`)).toEqual([])
})

test('figures need an evaluation, known names and options that are right', () => {
  expect(issuesOf(`${windows}report: { figures: [evoked] }\n`).join()).toMatch(/"evaluate"/)
  const wrong = 'report: { figures: [evoke, { evoked: { baseline: 1 } }] }\n'
  const issues = issuesOf(`${windows}${evaluate}${wrong}`).join('\n')
  expect(issues).toMatch(/no figure "evoke".*evoked/)
  expect(issues).toMatch(/baseline/)
})

test('figures of what recordings leave need no evaluation', () => {
  expect(issuesOf(`${windows}report: { figures: [rdms, components, contents] }\n`)).toEqual([])
})

test('without windows there is no figure of windows', () => {
  const stages = 'stages:\n  - bandpass: { lowHz: 1, highHz: 40 }\n'
  const issues = issuesOf(`${stages}${evaluate}report: { figures: [classSpectra] }\n`).join('\n')
  expect(issues).toMatch(/"classSpectra" is made from windows, which no stage cuts/)
})
