import { describe, expect, test } from 'vitest'
import { renderReport } from '../../src/reports/report.ts'
import { transferText } from '../../src/reports/section-transfer.ts'
import type { RunRecord } from '../../src/store/run.ts'
import { makeRun, twoClasses } from './make-record.ts'

const set = (dataset: string, rows: number) => {
  return { dataset, title: dataset, licence: 'CC0-1.0', subjects: 2, recordings: 2, rows }
}

/** A run on two people of each of two data sets, of which some are tested. */
function made(tested: readonly string[]) {
  const { record, predictions } = makeRun({ ...twoClasses, subjects: tested })
  const transfer = {
    ...{ dataset: 'there', title: 'There', channels: { K3: 'C3' } },
    labels: { event: { links: 'left' } },
    sets: [set('here', 96), set('there', 48)],
  }
  const data = { ...record.data, transfer }
  return { record: { ...record, data } satisfies RunRecord, predictions }
}

const words = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

describe('transferSection', () => {
  test('says who was trained on, who was tested, and which words were brought together', () => {
    const { record, predictions } = made(['there:A', 'there:B'])
    const text = words(renderReport(record, predictions))
    expect(text).toContain('saw people of here alone; tested were 2 subjects of there.')
    expect(text).toContain('The data sets made and there')
    expect(text).toMatch(/here CC0-1.0 2 2 96 0 – – – there CC0-1.0 2 2 48 2 [01]\.\d{3}/)
    expect(text).toMatch(/Words of there .* label event links left channel K3 C3/)
  })

  test('where people of both are tested, both have figures', () => {
    const { record } = made(['A', 'there:A'])
    expect(transferText(record)).toMatch(/here and there stand side by side/)
  })

  test('a run on one data set, and a run of old, have no such section', () => {
    const { record, predictions } = makeRun(twoClasses)
    expect(renderReport(record, predictions)).not.toContain('id="transfer"')
    const old = { ...record.data, transfer: { dataset: 'there', title: 'There' } }
    expect(transferText({ ...record, data: old })).toBe('')
  })
})
