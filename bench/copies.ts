import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder, measureRun } from './measure.ts'
import { mebibytes, seconds, verdict } from './pairs.ts'
import type { Group, Row, Settings } from './settings.ts'

const originals = ['Subject00_1', 'Subject00_2', 'Subject01_1', 'Subject01_2']
/** Where an EDF file says whose it is; a copy says which copy it is. */
const patientEndsAt = 88

const card = `name: copies
title: Copies of recordings
licence: ODC-BY-1.0
modality: eeg
recordings:
  pattern: 'copy{copy:\\d\\d\\d}_Subject{number:\\d\\d}_{part:[12]}.edf'
  subject: c{copy}s{number}
`

interface Many {
  readonly recordings: number
  readonly wallS: number
  readonly peakBytes: number
}

/** The same recordings once and many times: what one more recording costs must not change. */
export const copies: Group = {
  name: 'copies',
  title: `Copies of ${originals.length} recordings of eegmat: features of windows`,
  run(settings) {
    const many = settings.copies.map((count) => runCopies(settings, count))
    return {
      rows: [...many.flatMap(rowsOf), ...growthRows(many)],
      notes: [
        [
          'Every copy differs in its header, so none is known from another. "One more recording"',
          'is the difference of two runs over that of their recordings: without start-up. Memory',
          'grows until heaps and compiled code of the threads have settled, some 200 recordings;',
          'from there on by what plan and record hold of a recording, about 30 KiB.',
        ].join('\n'),
      ],
    }
  },
}

function runCopies(settings: Settings, count: number): Many {
  return inFolder((folder) => {
    mkdirSync(join(folder, 'copies'))
    for (const name of originals) {
      const bytes = readFileSync(join(settings.data, 'eegmat', `${name}.edf`))
      for (let copy = 0; copy < count; copy++) {
        const number = String(copy).padStart(3, '0')
        bytes.write(number, patientEndsAt - number.length, 'ascii')
        writeFileSync(join(folder, 'copies', `copy${number}_${name}.edf`), bytes)
      }
    }
    writeFileSync(join(folder, 'copies.yaml'), card)
    const pipeline = join(folder, 'pipeline.yaml')
    writeFileSync(pipeline, `name: copies\ndataset: ${join(folder, 'copies.yaml')}\n${stages()}`)
    const { wallS, peakBytes, record } = measureRun(settings, pipeline, { data: folder })
    return { recordings: record.data.recordings, wallS, peakBytes }
  })
}

/** The stages of pipelines/eegmat-bandpower.yaml in front of the fitted one. */
function stages(): string {
  const text = readFileSync(join('pipelines', 'eegmat-bandpower.yaml'), 'utf8')
  return text.slice(text.indexOf('stages:'), text.indexOf('  - standardize'))
}

function rowsOf({ recordings, wallS, peakBytes }: Many): Row[] {
  const work = `${recordings} recordings`
  const empty = { python: '', ratio: '', target: '', verdict: '' }
  return [
    { work: `${work}: wall time`, ours: seconds(wallS), ...empty },
    { work: `${work}: peak memory`, ours: mebibytes(peakBytes), ...empty },
  ]
}

function growthRows(many: readonly Many[]): Row[] {
  const [few, some] = many
  const [before, most] = many.slice(-2)
  const cost = (a: Many, b: Many) => (b.wallS - a.wallS) / (b.recordings - a.recordings)
  const early = cost(few, some)
  const late = cost(before, most)
  const memory = (few: Many) =>
    constant(
      `peak memory, of ${most.recordings} recordings over ${few.recordings}`,
      most.peakBytes / few.peakBytes,
      [mebibytes(few.peakBytes), mebibytes(most.peakBytes)],
    )
  return [
    constant('one more recording, of the most over of the fewest', late / early, [
      seconds(early),
      seconds(late),
    ]),
    memory(some),
    memory(before),
  ]
}

function constant(work: string, ratio: number, [from, to]: readonly string[]): Row {
  return {
    work,
    ours: `${from} to ${to}`,
    python: '',
    ratio: ratio.toFixed(2),
    target: 'at most 1.1',
    verdict: verdict(ratio <= 1.1, 1.1 / ratio),
  }
}
