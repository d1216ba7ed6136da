import { describe, expect, test } from 'vitest'
import { readChannels, readEvents } from '../../src/io/bids.ts'
import { memorySource } from '../../src/io/source.ts'
import { bidsTable, channelsText, eegText, eventsText } from '../../src/io/write-bids.ts'

const channel = (name: string, type: 'eeg' | 'eog') => {
  return { name, type, unit: 'uV', rateHz: 100, samples: 100 }
}

describe('texts of BIDS', () => {
  test('are read back as they were', async () => {
    const text = channelsText([channel('Fp1', 'eeg'), { ...channel('E', 'eog'), bad: true }])
    expect(await readChannels(memorySource('channels.tsv', Buffer.from(text)))).toEqual([
      { name: 'Fp1', type: 'EEG', unit: 'uV', status: 'good' },
      { name: 'E', type: 'EOG', unit: 'uV', status: 'bad' },
    ])
    const events = [{ onsetS: 0.1 + 0.2, durationS: 0, label: 'go' }]
    const source = memorySource('events.tsv', Buffer.from(eventsText(events)))
    expect(await readEvents(source)).toMatchObject(events)
  })

  test('cells that are absent or NaN are n/a, and none may break a line', () => {
    expect(bidsTable(['a', 'b', 'c'], [[undefined, Number.NaN, '']])).toBe(
      'a\tb\tc\nn/a\tn/a\tn/a\n',
    )
    expect(() => bidsTable(['a'], [['x\ty']])).toThrow(/arguments-invalid/)
  })

  test('count channels and say how long a recording is', () => {
    const segments = [{ startS: 0, durationS: 1 }]
    const info = { format: 'EDF', durationS: 1, annotations: [], segments, warnings: [] }
    const text = eegText({ ...info, channels: [channel('Fp1', 'eeg')] }, 'rest')
    expect(JSON.parse(text)).toMatchObject({
      ...{ TaskName: 'rest', SamplingFrequency: 100, EEGChannelCount: 1, EOGChannelCount: 0 },
      ...{ RecordingDuration: 1, RecordingType: 'continuous' },
    })
  })
})
