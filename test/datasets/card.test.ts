import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { cardRoots, listCards, listedFiles, loadCard } from '../../src/datasets/card.ts'
import { NeurarrowError } from '../../src/errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'neurarrow-cards-'))
afterAll(() => rmSync(folder, { recursive: true }))

const good = `name: mine
title: Mine
licence: none
modality: eeg
recordings: { pattern: '{subject}.edf' }
`

function load(text: string, name = 'mine') {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, text)
  return loadCard(file)
}

function issuesOf(text: string): { line: number; column: number; path: string; message: string }[] {
  try {
    load(text)
  } catch (error) {
    if (error instanceof NeurarrowError && error.code === 'dataset-invalid') {
      return error.facts.issues as ReturnType<typeof issuesOf>
    }
    throw error
  }
  return []
}

describe('cards that come with neurarrow', () => {
  test.each(listCards([cardRoots()[0]]))('%s is valid and lists what it expects', (name) => {
    const card = loadCard(name)
    expect(card.name).toBe(name)
    const files = listedFiles(card)
    if (files) expect(files.every(({ sha256 }) => sha256?.length === 64)).toBe(true)
  })

  test('eegmat lists 72 recordings and the participants, with addresses', () => {
    const files = listedFiles(loadCard('eegmat')) ?? []
    expect(files).toHaveLength(73)
    expect(files[0].url).toBe('https://physionet.org/files/eegmat/1.0.0/Subject00_1.edf')
  })
})

describe('loadCard', () => {
  test('fills in defaults', () => {
    expect(load(good)).toMatchObject({ cite: [], labels: {}, recordings: { recording: '{stem}' } })
  })

  test('names the nearest card for one that does not exist', () => {
    expect(() => loadCard('eegmatt')).toThrow(/dataset-unknown.*did you mean "eegmat"/)
  })

  test('reports all mistakes of a card, each with its place', () => {
    const wrong = `${good}labels: { task: { from: part } }\nexpect: { rateHz: fast }\nlicense: x\n`
    expect(issuesOf(wrong)).toMatchObject([
      { line: 7, path: 'expect.rateHz' },
      {
        line: 8,
        column: 1,
        path: 'license',
        message: 'unknown key "license"; did you mean "licence"?',
      },
    ])
    expect(issuesOf(`${good}labels: { window: { from: subjct } }\n`)).toMatchObject([
      { line: 6, column: 11, path: 'labels.window' },
      { line: 6, path: 'labels.window.from', message: expect.stringContaining('"subject"') },
    ])
  })

  test('reports syntax mistakes, wrong patterns, templates and sources', () => {
    expect(issuesOf('name: [')).toHaveLength(1)
    expect(issuesOf(good.replace('{subject}.edf', '{subject'))[0].path).toBe('recordings.pattern')
    expect(issuesOf(`${good}events: { path: '{sub}.tsv' }\n`)[0].path).toBe('events.path')
    expect(issuesOf(`${good}source: { seed: 1 }\n`)[0].message).toContain('exactly one')
    expect(issuesOf(`${good}source: { sums: abc }\n`)[0].message).toContain('line 1')
    const http = `${good}source: { url: 'http://x.org/{path}', sums: '' }\n`
    expect(issuesOf(http)[0].message).toContain('https')
  })

  test('refuses a card under another name', () => {
    expect(() => load(good, 'other')).toThrow(/dataset-invalid.*the name other/)
  })
})
