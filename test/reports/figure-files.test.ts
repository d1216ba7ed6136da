import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { figureFiles, figurePictures } from '../../src/reports/figure-files.ts'
import { renderReport } from '../../src/reports/report.ts'
import { makeRun, twoClasses } from './make-record.ts'

const { record, predictions } = makeRun({ ...twoClasses, subjects: ['Ann', 'Ben', 'Cleo'] })
const page = renderReport(record, predictions)

test('each figure of the page is a picture that needs nothing else', () => {
  const pictures = figurePictures(page)
  const names = ['groups-auroc', 'confusion', 'roc', 'reliability', 'coverage', 'times']
  for (const name of names) expect(pictures.has(name), name).toBe(true)
  for (const picture of pictures.values()) {
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    expect(picture).toMatch(/<title .*<desc /)
    expect(picture).not.toMatch(/var\(|url\(|href|undefined|NaN/)
  }
})

test('SVG and PNG of twice its size, the same bytes each time', async () => {
  const files = await figureFiles(page)
  expect(files.size).toBe(2 * figurePictures(page).size)
  const [, width, height] = / viewBox="0 0 (\S+) (\S+)"/.exec(String(files.get('roc.svg'))) ?? []
  const drawn = PNG.sync.read(Buffer.from(files.get('roc.png') ?? []))
  expect([drawn.width, drawn.height]).toEqual([2 * Number(width), 2 * Number(height)])
  expect(await figureFiles(page)).toEqual(files)
})

test('a page without figures gives no file', async () => {
  expect(await figureFiles('<p>nothing</p>')).toEqual(new Map())
})
