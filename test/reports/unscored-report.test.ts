import { expect, test } from 'vitest'
import { figureFiles } from '../../src/reports/figure-files.ts'
import { renderUnscored } from '../../src/reports/unscored-report.ts'
import type { RunFigure, UnscoredRecord } from '../../src/store/run.ts'
import type { FigureData } from '../../src/tables/figure.ts'
import { pictureGap } from '../fixtures/pictures.ts'
import { makeRun, twoClasses } from './make-record.ts'

const conditions = ['bottle', 'cat', 'face', 'house']

const rdms: FigureData = {
  series: [
    { panel: 'rdm', series: 'mean', values: Float32Array.of(0.4, 0.9, 1, 0.3, 0.8, 0.7) },
    { panel: 'model', series: 'living', values: Float32Array.of(1, 1, 0, 0, 1, NaN) },
    { panel: 'alike', series: 'living', values: Float32Array.of(0.1, 0.3, 0.35) },
    { panel: 'mean', series: 'living', values: Float32Array.of(0.25, 0.12, 0.34) },
    { panel: 'model', series: 'houses', values: Float32Array.of(0, 0, 1, 0, 1, 1) },
    { panel: 'alike', series: 'houses', values: Float32Array.of(-0.1, 0.02, 0.1) },
    { panel: 'mean', series: 'houses', values: Float32Array.of(0.01, NaN, NaN) },
  ].map((one) => ({ ...one, groups: 3 })),
  facts: {
    ...{ conditions, distance: 'correlation', left: 1, by: 'spearman', of: 'subject' },
    ...{ names: ['a', 'b', 'c'], ceiling: [0.3, 0.45] },
  },
}

const contents: FigureData = {
  series: [
    ['count', [6, 6, 0]],
    ['mean', [0.2, -0.4, NaN]],
    ['deviation', [0.1, 0.2, NaN]],
    ['low', [0, -0.9, NaN]],
    ['high', [0.4, 0.1, NaN]],
  ].map(([series, values]) => ({
    ...{ panel: 'features', series: String(series) },
    values: Float32Array.from(values as number[]),
  })),
  facts: {
    ...{ kind: 'features', unit: 'uV', size: 3, names: ['alpha', 'beta', 'gamma'] },
    ...{ recordings: ['r1', 'r2'], rows: [2, 4] },
  },
}

const figures: RunFigure[] = ['contents', 'rdms'].map((use) => {
  const title = use === 'rdms' ? 'Dissimilarities of conditions' : 'What the rows hold'
  return { name: use, use, title, options: {}, key: 'k', cites: [] }
})

const { record } = makeRun({ ...twoClasses, subjects: ['Ann', 'Ben', 'Cleo'] })
const unscored: UnscoredRecord = {
  ...record,
  ...{ evaluation: undefined, certificate: undefined, scores: {}, folds: [], figures },
}
const page = renderUnscored(
  unscored,
  new Map([
    ['contents', contents],
    ['rdms', rdms],
  ]),
)
const words = page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]+>/g, ' ')

test('what was found, what the rows hold and how; nothing of scores', () => {
  const text = words.replace(/\s+/g, ' ')
  expect(text).toContain('nothing was fitted on one group and tested on another')
  expect(text).toContain(
    'mean over 3 subjects, beside what the models say; 1 with other conditions',
  )
  expect(text).toContain('6 rows of the kind “features”')
  expect(text).toContain('with 3 numbers in µV')
  expect(text).toContain('noise ceiling, 0.300 to 0.450')
  expect(text).not.toMatch(/certificate|held-out|NaN|undefined/i)
  expect(text).not.toContain('decoded by')
})

test('links lead somewhere, ids are unique, and each figure has its numbers', () => {
  const ids = Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const targets = Array.from(page.matchAll(/ href="#([^"]+)"/g), ([, id]) => id)
  expect(targets.filter((id) => !ids.includes(id))).toEqual([])
  const drawn = page.match(/<figure>[\s\S]*?<\/figure>/g) ?? []
  expect(drawn.filter((figure) => !figure.includes('<table>'))).toEqual([])
})

test.each(['rdms', 'rdms-models', 'contents-features'])('%s looks as accepted', async (id) => {
  const png = (await figureFiles(page)).get(`${id}.png`) ?? new Uint8Array()
  expect(pictureGap(`chart-${id}`, png)).toBeLessThan(0.005)
})

test('a run without any figure says how it was made', () => {
  const bare = renderUnscored({ ...unscored, figures: [] }, new Map())
  expect(bare).not.toContain('id="contents"')
  expect(bare).not.toContain('href="#contents"')
  expect(bare).toContain('id="plan"')
})
