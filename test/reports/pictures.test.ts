import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderReport } from '../../src/reports/report.ts'
import { chromiumPath } from '../fixtures/chromium.ts'
import { pictureGap } from '../fixtures/pictures.ts'
import { makeRun, twoClasses } from './make-record.ts'

const { record, predictions } = makeRun({
  ...twoClasses,
  subjects: ['Ann', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn'],
})
const page = renderReport(record, predictions)

/** The font of the figures in place of those of the machine, so that letters are the same. */
const letters = ['Regular', 'Semibold'].map((weight) => {
  const file = `source-sans-pro/TTF/SourceSansPro-${weight}.ttf`
  const bytes = readFileSync(createRequire(import.meta.url).resolve(file)).toString('base64')
  const source = `url(data:font/ttf;base64,${bytes})`
  return `@font-face { font-family: Own; font-weight: ${weight === 'Regular' ? 400 : 600};
    src: ${source}; }`
})
const fonts = `${letters.join('\n')} * { font-family: Own !important; }`

let browser: Browser

beforeAll(async () => {
  const args = ['--no-sandbox', '--disable-lcd-text', '--font-render-hinting=none']
  browser = await chromium.launch({ executablePath: chromiumPath(), args })
})

afterAll(() => browser.close())

const looks = [
  { name: 'light', media: 'screen', colorScheme: 'light', width: 900 },
  { name: 'dark', media: 'screen', colorScheme: 'dark', width: 900 },
  { name: 'narrow', media: 'screen', colorScheme: 'light', width: 380 },
  { name: 'print', media: 'print', colorScheme: 'dark', width: 700 },
] as const

test.each(looks)('the report in a browser, $name', async ({ name, media, colorScheme, width }) => {
  const context = await browser.newContext({
    bypassCSP: true,
    viewport: { width, height: 1000 },
    colorScheme,
  })
  const tab = await context.newPage()
  await tab.emulateMedia({ media, colorScheme })
  await tab.setContent(page)
  await tab.addStyleTag({ content: fonts })
  await tab.evaluate('document.fonts.ready')
  const wide = await tab.evaluate('document.documentElement.scrollWidth')
  expect(wide).toBeLessThanOrEqual(width)
  const cut = await tab.evaluate(cutTexts)
  expect(cut).toEqual([])
  expect(pictureGap(`report-${name}`, await tab.screenshot())).toBeLessThan(0.01)
  await context.close()
})

/** In the browser: texts of charts that reach beyond their picture. */
const cutTexts = `[...document.querySelectorAll('svg text')].flatMap((text) => {
  const own = text.getBoundingClientRect()
  const whole = text.ownerSVGElement.getBoundingClientRect()
  const isIn = own.left >= whole.left - 1 && own.right <= whole.right + 1 &&
    own.top >= whole.top - 1 && own.bottom <= whole.bottom + 1
  return isIn || own.width === 0 ? [] : [text.ownerSVGElement.id + ': ' + text.textContent]
})`
