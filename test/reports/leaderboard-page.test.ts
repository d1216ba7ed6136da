import { expect, test } from 'vitest'
import type { Board, Entry } from '../../src/execution/leaderboard.ts'
import { figureFiles } from '../../src/reports/figure-files.ts'
import { renderLeaderboard } from '../../src/reports/leaderboard-page.ts'
import { pictureGap } from '../fixtures/pictures.ts'

const entry = (name: string, mean: number, more: Partial<Entry> = {}): Entry => ({
  ...{ name, folder: name, key: `${name}0123456789`, mean, low: mean - 0.06, high: mean + 0.05 },
  ...{ chance: 0.5, p: 0.001, groups: 12, clean: true, transductive: [], fewShot: false },
  startedAt: '2026-01-02T03:04:05.000Z',
  ...more,
})

const board: Board = {
  ...{ dataset: 'made', target: 'task', unit: 'subject', metric: 'balancedAccuracy' },
  entries: [
    entry('riemann', 0.82, { transductive: ['recentre'] }),
    entry('calibrated', 0.8, { fewShot: true }),
    entry('<b>bands</b>', 0.75),
    entry('one-group', 0.7, { low: Number.NaN, high: Number.NaN }),
    entry('leaky', 0.95, { clean: false }),
  ],
  doubts: ['these runs did not all test the same subjects'],
}
const page = renderLeaderboard([board, { ...board, target: 'age', entries: [], doubts: [] }])

test('boards with places, certificates and what stands in the way', () => {
  const text = page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  expect(text).toContain('5 runs on 2 questions')
  expect(text).toContain('made: task of each subject')
  expect(text).toContain('transductive (recentre)')
  expect(text).toContain('not clean')
  expect(text).toContain('did not all test the same subjects')
  expect(page).toContain('&#60;b&#62;bands&#60;/b&#62;')
  expect(page).not.toMatch(/<b>|NaN|undefined/)
})

test('ids are unique and links lead somewhere', () => {
  const ids = Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const targets = Array.from(page.matchAll(/ href="#([^"]+)"/g), ([, id]) => id)
  expect(targets.filter((id) => !ids.includes(id))).toEqual([])
})

test('the board looks as accepted', async () => {
  const png = (await figureFiles(page)).get('board-0-chart.png') ?? new Uint8Array()
  expect(pictureGap('chart-board', png)).toBeLessThan(0.005)
})
