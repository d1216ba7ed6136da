import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventsOf } from '../../src/tables/events.ts'
import { decodeTable } from '../../src/tables/ipc.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import { listsOf, type Table, wordsOf } from '../../src/tables/table.ts'
import { smallEdf, smallNifti, temporaryFolder, writeFiles } from '../fixtures/recording-files.ts'
import { runCommand } from './run-command.ts'

const folder = temporaryFolder()
const files = writeFiles(folder, { 'a.edf': smallEdf(), 'a.nii.gz': smallNifti({ zipped: true }) })
const out = (name: string) => join(folder, name)
const tableAt = (path: string) => decodeTable(readFileSync(path), path)
const convert = (...args: string[]) => runCommand(['convert', ...args])

describe('neurarrow convert', () => {
  test('a recording becomes a table of signals in physical units', () => {
    const { code, stdout, stderr } = convert(files['a.edf'], '--out', out('all.arrow'))
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toMatch(/all\.arrow: 3 rows of signals/)
    const table = tableAt(out('all.arrow')) as Table<'signals'>
    expect([...new Set(wordsOf(table, 'recording'))]).toEqual(['a'])
    expect(segmentsOf(table).map((s) => [s.rateHz, s.samples])).toEqual([
      [64, 256],
      [8, 32],
    ])
    expect(segmentsOf(table)[1].values[0]).toBeCloseTo(36.5, 2)
  })

  test('channels, a span of time and the subject can be chosen', () => {
    const chosen = ['--channels', 'O1,Fp1', '--from', '1', '--to', '3', '--subject', 'S07']
    const { code, stdout } = convert(
      files['a.edf'],
      '--out',
      out('part.arrow'),
      ...chosen,
      '--json',
    )
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'signals', rows: 2 })
    const table = tableAt(out('part.arrow')) as Table<'signals'>
    expect(wordsOf(table, 'channel')).toEqual(['O1', 'Fp1'])
    expect(wordsOf(table, 'subject')).toEqual(['S07', 'S07'])
    expect(segmentsOf(table)[0].samples).toBe(128)
  })

  test('a recording becomes EDF+ or BDF+, an image does not', () => {
    expect(convert(files['a.edf'], '--channels', 'Fp1,O1', '--out', out('b.bdf')).code).toBe(0)
    const { stdout } = runCommand(['inspect', out('b.bdf'), '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'BDF+C',
      startedAt: '2020-05-17T09:30:00',
      annotations: [{ text: 'rest' }, { text: 'Zähle, dann drücke' }],
    })
    expect(convert(files['a.nii.gz'], '--out', out('c.edf')).stderr).toMatch(/kind-mismatch/)
    expect(convert(files['a.edf'], '--out', out('c.edf')).stderr).toMatch(/rates-differ/)
  })

  test('a table of volumes becomes an image again, with a JSON file beside it', () => {
    expect(convert(files['a.nii.gz'], '--out', out('from.arrow')).code).toBe(0)
    expect(convert(out('from.arrow'), '--out', out('made.nii.gz')).code).toBe(0)
    expect(convert(out('made.nii.gz'), '--out', out('again.arrow')).code).toBe(0)
    const [first, again] = ['from.arrow', 'again.arrow'].map((name) => tableAt(out(name)))
    expect(listsOf(again, 'voxels').values).toEqual(listsOf(first, 'voxels').values)
    expect(JSON.parse(readFileSync(out('made.json'), 'utf8'))).toHaveProperty('Sources')
    expect(convert(out('from.arrow'), '--out', out('made.nii.gz')).code).not.toBe(0)
    expect(convert(files['a.edf'], '--out', out('x.nii.gz')).stderr).toMatch(/arguments-invalid/)
  })

  test('its annotations become a table of events', () => {
    expect(convert(files['a.edf'], '--out', out('events.arrow'), '--events').code).toBe(0)
    const events = eventsOf(tableAt(out('events.arrow')) as Table<'events'>)
    expect(events.map((event) => event.onsetS)).toEqual([0.5, 2.25])
  })

  test('an image becomes a table of volumes, and has no events', () => {
    expect(convert(files['a.nii.gz'], '--out', out('v.arrow')).code).toBe(0)
    expect(tableAt(out('v.arrow'))).toMatchObject({ kind: 'volumes', rows: 5 })
    const none = convert(files['a.nii.gz'], '--out', out('e.arrow'), '--events')
    expect(none.code).toBe(3)
    expect(none.stderr).toContain('events-missing')
  })

  test('a table that exists is replaced only with --force, and nothing is left beside it', () => {
    writeFileSync(out('kept.arrow'), 'mine')
    const refused = convert(files['a.edf'], '--out', out('kept.arrow'))
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('--force')
    expect(readFileSync(out('kept.arrow'), 'utf8')).toBe('mine')
    expect(convert(files['a.edf'], '--out', out('kept.arrow'), '--force').code).toBe(0)
    expect(tableAt(out('kept.arrow')).kind).toBe('signals')
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
  })

  test('a folder that is not there, or another ending, is refused', () => {
    const nowhere = convert(files['a.edf'], '--out', join(folder, 'none', 'x.arrow'))
    expect(nowhere.code).toBe(3)
    expect(nowhere.stderr).toContain('file-unwritable')
    expect(convert(files['a.edf'], '--out', out('x.csv')).code).toBe(2)
    expect(existsSync(out('x.csv'))).toBe(false)
  })

  test('a channel that is not there is named with those that are', () => {
    const { code, stderr } = convert(files['a.edf'], '--out', out('n.arrow'), '--channels', 'Cz')
    expect(code).toBe(3)
    expect(stderr).toMatch(/channel-missing[\s\S]*missing: Cz[\s\S]*available: .*Fp1/)
    expect(existsSync(out('n.arrow'))).toBe(false)
  })
})
