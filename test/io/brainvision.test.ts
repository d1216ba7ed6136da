import { describe, expect, test } from 'vitest'
import { brainvision } from '../../src/io/brainvision.ts'
import { memorySource } from '../../src/io/source.ts'
import { sensorsOf } from '../../src/tables/sensors.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'
import { caseSource, expectAsMne, expectPlacesAsMne, formatCases } from './formats-golden.ts'

const cases = formatCases('brainvision')
const named = (name: string) => cases.filter((one) => one.case === name)[0]

/** A case with some text of its header or markers replaced. */
function changed(name: string, file: string, from: string | RegExp, to: string) {
  const one = named(name)
  const text = Buffer.from(one.files[file], 'base64').toString('latin1')
  const files = {
    ...one.files,
    [file]: Buffer.from(text.replace(from, to), 'latin1').toString('base64'),
  }
  return caseSource({ ...one, files })
}

describe('brainvision', () => {
  test.each(cases)('$case is read as MNE reads it', async (golden) => {
    const info = await expectAsMne(golden)
    const started = golden.startedAt?.replace(/\.?0+$/, '')
    expect(info.startedAt).toBe(started)
    expectPlacesAsMne(info, golden)
  })

  test('units other than volts stay, the first is microvolts', async () => {
    const table = await brainvision.read(caseSource(named('multiplexed INT_16')), who, {})
    expect(JSON.parse(table.meta.units)).toEqual({ 'A,B': 'uV', Cz: 'uV', Fz: 'uV', Röte: 'C' })
  })

  test('a later New Segment cuts the recording; a span takes whole samples of all', async () => {
    const source = caseSource(named('multiplexed INT_16'))
    const whole = segmentsOf((await brainvision.read(source, who, {})) as Table<'signals'>)
    expect(whole.map(({ startS, samples, index }) => [startS, samples, index])).toEqual([
      [0, 19, 0],
      [19 / 250, 12, 1],
    ])
    const options = { channels: ['EEG Fz'], fromS: 0.05, toS: 0.1 }
    const part = segmentsOf((await brainvision.read(source, who, options)) as Table<'signals'>)
    expect(part.map(({ startS, samples }) => [startS, samples])).toEqual([
      [13 / 250, 6],
      [19 / 250, 6],
    ])
    expect(part[0].values).toEqual(whole[0].values.subarray(2 * 19 + 13, 3 * 19))
  })

  test('positions and types go with the table under the names that were asked for', async () => {
    const source = caseSource(named('vectorized INT_16'))
    const table = await brainvision.read(source, who, { channels: ['EEG Fz'] })
    const { 'EEG Fz': fz } = sensorsOf(table)
    expect(fz).toMatchObject({ type: 'eeg', frame: 'ras' })
    expect(fz.positionM?.[1]).toBeCloseTo(0.0855 / 2, 9)
  })

  test('its files are the samples and the markers', async () => {
    const source = caseSource(named('multiplexed INT_16'))
    expect(await brainvision.files?.(source)).toEqual(['hand.eeg', 'hand.vmrk'])
  })

  test('after renaming, files of the name of the header are found, with a warning', async () => {
    const source = changed('multiplexed INT_16', 'hand.vhdr', 'hand.vmrk', 'old.vmrk')
    const info = await brainvision.inspect(source)
    expect(info.warnings).toEqual(['there is no old.vmrk; hand.vmrk is read'])
  })

  test('what is wrong ends in a code and a place', async () => {
    const wrong = (file: string, from: string | RegExp, to: string) =>
      brainvision.read(changed('multiplexed INT_16', file, from, to), who, {})
    const corrupt = { code: 'file-corrupt', facts: { file: 'hand.vhdr' } }
    await expect(wrong('hand.vhdr', 'INT_16', 'INT_24')).rejects.toMatchObject(corrupt)
    await expect(wrong('hand.vhdr', '=4000', '=0')).rejects.toMatchObject(corrupt)
    await expect(wrong('hand.vhdr', 'Channels=4', 'Channels=5')).rejects.toMatchObject(corrupt)
    await expect(wrong('hand.vhdr', ',0.25,', ',x,')).rejects.toMatchObject(corrupt)
    await expect(wrong('hand.vhdr', 'BINARY', 'ASCII')).rejects.toMatchObject({
      code: 'format-unknown',
    })
    await expect(wrong('hand.vhdr', '$b.eeg', '../x.eeg')).rejects.toMatchObject({
      code: 'path-refused',
    })
    await expect(wrong('hand.vhdr', 'DataPoints=31', 'DataPoints=32')).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { file: 'hand.eeg', byte: 248, expected: 256 },
    })
    await expect(wrong('hand.vmrk', 'S  1,6', 'S  1,six')).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { file: 'hand.vmrk' },
    })
    const alone = memorySource('x.vhdr', await caseSource(cases[0]).read(0, 1e6))
    await expect(brainvision.read(alone, who, {})).rejects.toMatchObject({ code: 'file-missing' })
  })
})
