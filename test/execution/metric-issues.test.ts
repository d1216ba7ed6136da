import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadDataset } from '../../src/datasets/load-dataset.ts'
import { checkText } from '../../src/execution/prepare.ts'

const file = fileURLToPath(new URL('../../pipelines/synthetic-fmri-seen.yaml', import.meta.url))
const document = readFileSync(file, 'utf8')
const numbers = document
  .replace(/target: .*/, 'target: age')
  .replace(/ {2}images: .*\n/, '')
  .replace(/ {2}metrics:[\s\S]*?\n(?= {2}\w)/, '  metrics: [coverage95]\n')
const withHead = (head: string) => numbers.replace(/ {2}head: .*\n/, `  head: { ${head} }\n`)
const issuesOf = (text: string): string[] => {
  try {
    checkText({ file }, text, loadDataset)
    return []
  } catch (thrown) {
    const { facts } = thrown as { facts: { issues: { message: string }[] } }
    return facts.issues.map(({ message }) => message)
  }
}

test('a metric that looks through a model needs images, the model and its layer', () => {
  expect(issuesOf(document)).toEqual([])
  const blind = issuesOf(document.replace(/ {2}images: .*\n/, ''))
  expect(blind).toHaveLength(6)
  expect(blind[0]).toContain('images: { size')
  expect(issuesOf(document.replace('tiny-vision/early', 'tiny-vision/earl'))).toEqual([
    'tiny-vision has no layer "earl"; did you mean "early"?; it has early, late, pooled',
  ])
  expect(issuesOf(document.replace('tiny-vision/early', 'tiny-labram'))[0]).toContain('vision')
  expect(issuesOf(document.replace('tiny-vision/early', 'no-such'))[0]).toContain('no-such')
  expect(issuesOf(document.replace('twoWay@', 'twoWey@'))[0]).toContain('did you mean "twoWay"')
})

test('intervals need a head that says how sure it is', () => {
  expect(issuesOf(withHead('bayesianRidge: {}'))).toEqual([])
  expect(issuesOf(withHead('modelAnswer: { noise: training }'))).toEqual([])
  expect(issuesOf(withHead('ridge: {}'))).toEqual([
    'coverage95 needs a head that says how sure it is; bayesianRidge and modelAnswer can',
  ])
  expect(issuesOf(withHead('modelAnswer: {}'))[0]).toContain('modelAnswer does not under these')
})

test('words need their label', () => {
  const words = document.replace('twoWay@tiny-clip', 'top3Words')
  expect(issuesOf(words)).toEqual([
    'top3Words needs "words: LABEL", the label column of the words that vectors stand for',
  ])
  expect(issuesOf(words.replace('  images:', '  words: event\n  images:'))).toEqual([])
})
