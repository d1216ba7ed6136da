import { describe, expect, test } from 'vitest'
import { readChannels, readEvents, readParticipants } from '../../src/io/bids.ts'
import { memorySource, withFile } from '../../src/io/source.ts'
import { sharedData } from '../shared-data.ts'

const tsv = (text: string, name = 'x.tsv') => memorySource(name, new TextEncoder().encode(text))

describe('bids', () => {
  test('other columns of events are their fields', async () => {
    const text = 'onset\tduration\ttrial_type\tvalue\n0.5\t0\tface\tn/a\n'
    const [{ fields }] = await readEvents(tsv(text))
    expect(fields).toEqual({ trial_type: 'face', value: '' })
  })

  test('events have onset, duration and the label of the asked column', async () => {
    const text = 'onset\tduration\ttrial_type\tvalue\n0.5\tn/a\tface\t3\n2\t1.5\tn/a\t4\n'
    expect(await readEvents(tsv(text))).toMatchObject([
      { onsetS: 0.5, durationS: 0, label: 'face' },
    ])
    expect((await readEvents(tsv(text), 'value')).map((e) => e.label)).toEqual(['3', '4'])
    await expect(readEvents(tsv(text), 'stimulus')).rejects.toThrow('column-missing')
  })

  test('an event without a time ends in file-corrupt with its line', async () => {
    for (const row of ['n/a\t1\ta', '1\t-2\ta', 'x\t1\ta']) {
      const text = `onset\tduration\ttrial_type\n0\t1\tb\n${row}\n`
      await expect(readEvents(tsv(text))).rejects.toMatchObject({
        code: 'file-corrupt',
        facts: { file: 'x.tsv', line: 3 },
      })
    }
  })

  test('participants are found by id; columns of numbers are numbers', async () => {
    const text = 'age\tparticipant_id\tgroup\n21\tsub-01\t1a\nn/a\tsub-02\t2\n'
    const participants = await readParticipants(tsv(text))
    expect(participants.get('sub-01')).toEqual({ age: 21, group: '1a' })
    expect(participants.get('sub-02')).toEqual({ group: '2' })
    await expect(readParticipants(tsv(`${text}1\tsub-01\tx\n`))).rejects.toThrow(/line 4.*sub-01/)
  })

  test('channels have a type in upper case and are good unless called bad', async () => {
    const text = 'name\ttype\tunits\tstatus\nCz\teeg\tuV\tbad\nx\tn/a\tn/a\tn/a\n'
    expect(await readChannels(tsv(text))).toEqual([
      { name: 'Cz', type: 'EEG', unit: 'uV', status: 'bad' },
      { name: 'x', type: 'MISC', unit: '' },
    ])
  })

  test.skipIf(!sharedData)('side files of real data sets are read', async () => {
    const run = `${sharedData}/haxby2001/sub001/BOLD/task001_run001`
    const events = await withFile(`${run}/bold_events.tsv`, (source) => readEvents(source))
    expect(events).toHaveLength(8)
    expect(events[0]).toMatchObject({ onsetS: 15, durationS: 22.5, label: 'scissors' })
    const subjects = await withFile(`${sharedData}/eegmat/subject-info.csv`, readParticipants)
    expect(subjects.get('Subject01')).toMatchObject({ Age: 18, Gender: 'F', 'Count quality': 1 })
  })
})
