import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadDataset } from '../../src/datasets/load-dataset.ts'
import { checkText } from '../../src/execution/prepare.ts'

const file = fileURLToPath(new URL('../../pipelines/synthetic-fmri-seen.yaml', import.meta.url))
const document = readFileSync(file, 'utf8')
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
  expect(blind).toHaveLength(5)
  expect(blind[0]).toContain('images: { size')
  expect(issuesOf(document.replace('tiny-vision/early', 'tiny-vision/earl'))).toEqual([
    'tiny-vision has no layer "earl"; did you mean "early"?; it has early, late, pooled',
  ])
  expect(issuesOf(document.replace('tiny-vision/early', 'tiny-labram'))[0]).toContain('vision')
  expect(issuesOf(document.replace('tiny-vision/early', 'no-such'))[0]).toContain('no-such')
  expect(issuesOf(document.replace('twoWay@', 'twoWey@'))[0]).toContain('did you mean "twoWay"')
})
