import { describe, expect, test } from 'vitest'
import { renderReport } from '../../src/reports/report.ts'
import { methodsText } from '../../src/reports/section-methods.ts'
import { makeRun, twoClasses } from './make-record.ts'

const { record, predictions } = makeRun(twoClasses)
const page = renderReport(record, predictions)

/** The text of a page without its tags and its style. */
const words = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

/** Tags that open and do not close, or close and did not open. */
function unbalanced(html: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, close, name, rest] of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^>"])*)>/gi,
  )) {
    if (rest.endsWith('/') || ['meta', 'br'].includes(name)) continue
    if (close === '') open.push(name)
    else if (open.pop() !== name) wrong.push(name)
  }
  return [...wrong, ...open]
}

describe('renderReport', () => {
  test('the same run gives the same page', () => {
    expect(renderReport(record, predictions)).toBe(page)
  })

  test('the page is well formed, its ids are unique and its links within lead somewhere', () => {
    expect(unbalanced(page)).toEqual([])
    const ids = Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = Array.from(page.matchAll(/ href="#([^"]+)"/g), ([, id]) => id)
    expect(targets.filter((id) => !ids.includes(id))).toEqual([])
  })

  test('nothing is loaded from elsewhere and no script runs', () => {
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|image)\b/i)
    expect(page).not.toMatch(/\b(src|xlink:href|srcset)=|url\(|@import/i)
    const links = Array.from(page.matchAll(/ href="([^"#][^"]*)"/g), ([, link]) => link)
    expect(links.filter((link) => !link.startsWith('https://doi.org/'))).toEqual([])
    expect(page).toContain("default-src 'none'")
  })

  test('each chart is named for those who do not see it and has its numbers as a table', () => {
    const charts = page.match(/<svg /g)?.length ?? 0
    expect(page.match(/role="img" aria-labelledby="/g)).toHaveLength(charts)
    const figures = page.match(/<figure>[\s\S]*?<\/figure>/g) ?? []
    expect(figures.length).toBeGreaterThanOrEqual(6)
    expect(figures.filter((figure) => !figure.includes('<table>'))).toEqual([])
  })

  test('scores, certificate, plan, failures, data and versions are said', () => {
    const text = words(page)
    expect(text).toContain(record.scores.auroc.mean.toFixed(3))
    expect(text).toContain('Reliability: calibration error')
    expect(text).toContain('Split-conformal sets')
    expect(text).toMatch(/Without Subject\d\d the mean of AUROC/)
    expect(text).toContain('32 subjects were tested in 32 folds')
    expect(text).toMatch(/In each of 32 folds, it was proved/)
    expect(text).toMatch(/“logistic” was fitted in 32 folds on 31 subjects \(1488 rows\)/)
    expect(text).toContain('64 nodes, all stored')
    expect(text).toContain('standardize → logistic')
    expect(text).toContain('a file ends before the data it declares')
    expect(text).toContain('ODC-BY 1.0')
    expect(text).toContain('neurarrow 0.1.0')
    expect(text).not.toMatch(/undefined|NaN|\[object/)
  })

  test('cards are there in full and can be closed, their references are links', () => {
    const model = {
      ...{ of: 'model' as const, name: 'small', title: 'A small encoder', description: 'Tokens.' },
      facts: [
        ['paper', 'doi:10.48550/arXiv.2111.06377'],
        ['preprocessing it expects', 'resample:{rateHz:128}'],
        ['parity', 'a golden input gives the golden output'],
      ] as [string, string][],
      warnings: ['Pretrained on made.'],
    }
    const html = renderReport({ ...record, cards: [...(record.cards ?? []), model] }, predictions)
    const text = words(html)
    expect(text).toContain('Data and model cards made data set: A made data set Rest, then')
    expect(text).toContain('population 36 subjects')
    expect(text).toContain('To be known Pretrained on made. paper doi:10.48550/arXiv.2111.06377')
    expect(html).toContain('href="https://doi.org/10.48550/arXiv.2111.06377"')
    expect(html.match(/<details class="card" open>/g)).toHaveLength(2)
    expect(unbalanced(html)).toEqual([])
    expect(renderReport({ ...record, cards: undefined }, predictions)).not.toContain('id="cards"')
  })

  test('methods name the reference of the model that a stage runs', () => {
    const paper = 'doi:10.48550/arXiv.2111.06377'
    const node = { ...record.plan.nodes[0], stage: 'encode', options: { model: 'small' } }
    const text = methodsText({
      ...record,
      cite: [...record.cite, paper],
      models: [{ name: 'small', sha256: 'a', paper }],
      plan: { nodes: [node] },
    })
    expect(text).toContain('encode (model small) [3]')
    expect(text).toContain('The data set made [1, 2] gave')
  })

  test('a repeated split shows what hangs on the draw', () => {
    const auroc = { ...record.scores.auroc, repeats: [0.8, 0.82, 0.84] }
    const html = renderReport({ ...record, scores: { ...record.scores, auroc } }, predictions)
    expect(words(html)).toContain(
      'each of 3 draws of the split: 0.800, 0.820 and 0.840; their standard deviation is 0.020.',
    )
  })

  test('methods name the references of the branches of a union', () => {
    const paper = 'doi:10.1109/TSP.2010.2053029'
    const steps = [{ window: { lengthS: 5 } }, { covariance: { estimator: 'oas' } }]
    const [node] = record.plan.nodes
    const union = { ...node, stage: 'union', options: { of: { alpha: steps } } }
    const text = methodsText({
      ...record,
      cite: [...record.cite, paper],
      plan: { nodes: [...record.plan.nodes, union] },
    })
    expect(text).toContain('union of alpha: window (lengthS 5), covariance (estimator oas) [3]')
    expect(text).toMatch(/^The data set made \[1\] gave/)
  })

  test('methods name the reference of each stage, and can be pasted as plain text', () => {
    const text = methodsText(record)
    expect(text).toContain('The data set made [1] gave')
    expect(text).toMatch(/bandpower \(segmentS 2, log true\) \[2\]/)
    expect(page).toMatch(/<pre>[^<]*\n\n\[1\] doi:10.3390\/data4010014\n\[2\] doi:/)
  })

  test('names that look like markup stay text', () => {
    const evil = '<script>alert(1)</script>"\'`&'
    const run = makeRun({ ...twoClasses, subjects: [evil, 'b'], classes: [`${evil}1`, `${evil}2`] })
    const facts = { [evil]: evil }
    const html = renderReport(
      {
        ...run.record,
        ...{ title: evil, pipeline: evil, commands: [evil], notes: [evil], warnings: [evil] },
        ...{ cite: [evil, `doi:10.1/${evil}`, 'javascript:alert(1)'], versions: { [evil]: evil } },
        failures: [{ recording: evil, code: 'file-empty', facts }],
        data: { ...run.record.data, dataset: evil, classes: { [evil]: 1 } },
        models: [{ name: evil, sha256: evil, licence: evil }],
      },
      run.predictions,
    )
    expect(html).not.toContain('<script')
    expect(html).not.toMatch(/href="javascript/)
    expect(html).toContain('&#60;script&#62;')
    expect(unbalanced(html)).toEqual([])
  })

  test('a record that went through JSON renders alike', () => {
    const one = makeRun({ ...twoClasses, subjects: ['only'] })
    const back = JSON.parse(JSON.stringify(one.record))
    expect(back.scores.auroc.low).toBeNull()
    expect(renderReport(back, one.predictions)).toBe(renderReport(one.record, one.predictions))
  })

  test('eight classes have a curve each, numbers have a scatter', () => {
    const classes = ['bottle', 'cat', 'chair', 'face', 'house', 'scissors', 'scrambledpix', 'shoe']
    const many = makeRun({ subjects: ['a', 'b', 'c'], classes, metrics: ['accuracy', 'auroc'] })
    const html = renderReport(many.record, many.predictions)
    expect(html.match(/<path class="curve series-\d"/g)).toHaveLength(8)
    expect(unbalanced(html)).toEqual([])
    const numbers = makeRun({ subjects: ['a', 'b', 'c'], classes: [], metrics: ['r2', 'mae'] })
    expect(renderReport(numbers.record, numbers.predictions)).toContain('id="scatter"')
  })

  test('a curve over calibration rows is drawn, and declared rows are said', () => {
    const point = (shots: number, mean: number) => ({
      shots,
      byMetric: { auroc: { mean, low: mean - 0.1, high: mean + 0.1 } },
    })
    const calibration = { folds: 32, rows: 640 }
    const certificate = { ...record.certificate, calibration }
    const curve = [point(0, 0.6), point(5, 0.7), point(10, 0.8)]
    const html = renderReport({ ...record, curve, certificate }, predictions)
    expect(html).toContain('From 0.600 with 0 to 0.800 with 10.')
    expect(words(html)).toContain('no subject but for declared calibration rows')
    expect(words(html)).toContain('saw declared rows of their own, none of which is tested')
    expect(words(html)).not.toContain('fitted without them')
    expect(unbalanced(html)).toEqual([])
  })

  test('controls and the leak check stand with the warnings of the card', () => {
    const score = { mean: 0.9, low: 0.8, high: 0.95, chance: 0.5, above: true }
    const scores = { auroc: score }
    const says = 'Time within rest can be decoded.'
    const control = { use: 'timeWithinRest', title: 'Halves of rest', rows: 10, scores }
    const splits = ['window', 'subject'].map((use) => ({ use, scores }))
    const html = renderReport(
      {
        ...record,
        controls: [{ ...control, above: true, says }],
        leakCheck: { splits, metric: 'auroc', gap: 0.2 },
      },
      predictions,
    )
    const text = words(html)
    expect(text).toMatch(/What else may explain the scores In this data set rest always precedes/)
    expect(text).toContain(says)
    expect(text).toContain('would show AUROC 0.200 better')
    expect(unbalanced(html)).toEqual([])
  })

  test('a run without a clean certificate says so at its scores', () => {
    const contamination = [{ model: 'seen', dataset: 'made' }]
    const certificate = { ...record.certificate, clean: false, contamination }
    const text = words(renderReport({ ...record, certificate }, predictions))
    expect(text).toContain('These scores come without a clean certificate')
    expect(text).toContain('seen was pretrained on made')
    expect(text).not.toContain('fitted without them')
  })
})
