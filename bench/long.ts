import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeLongEdf } from './long-edf.ts'
import { inFolder, measure, measureRun, type Took } from './measure.ts'
import { mebibytes, seconds, verdict } from './pairs.ts'
import type { Group, Row, Settings } from './settings.ts'

const mostBytes = 500 * 2 ** 20
const shortest = 20
const longest = 28

const card = `name: long
title: Recordings of different lengths
licence: CC0-1.0
modality: eeg
recordings: { pattern: '{subject}.edf' }
`

const stages = `stages:
  - bandpass: { lowHz: 0.5, highHz: 45 }
  - resample: { rateHz: 200 }
  - window: { lengthS: 5 }
  - bandpower:
      bandsHz: [[1, 4], [4, 8], [8, 13], [13, 20], [20, 30], [30, 45]]
      segmentS: 2
      log: true
`

/** A recording that does not fit into memory: time must grow with its length, memory must not. */
export const long: Group = {
  name: 'long',
  title: 'One recording, 20 channels at 256 Hz: band-pass, resample, window, bandpower',
  run(settings) {
    const took = settings.hours.map((hours) => runLong(settings, hours))
    return {
      rows: [...took.flatMap(rowsOf), ...totalRows(took), ...hourRows(took)],
      notes: [
        'Python holds the whole recording, so it is run on the shortest one only.',
        'What a run of no length costs follows from the two shortest.',
      ],
    }
  },
}

/** The longest over the shortest, as measured and without what any run costs. */
function totalRows(took: readonly Long[]): Row[] {
  const [first, second] = took
  const last = took[took.length - 1]
  const slope = (second.wallS - first.wallS) / (second.hours - first.hours)
  const startS = Math.max(0, first.wallS - slope * first.hours)
  const span = last.hours / first.hours
  const row = (work: string, times: number, low: number): Row => ({
    work: `time of ${last.hours} h over ${first.hours} h${work}`,
    ours: times.toFixed(1),
    python: '',
    ratio: times.toFixed(1),
    target: `${low.toFixed(0)} to ${((longest / 24) * span).toFixed(0)}`,
    verdict: inBand(times, low, (longest / 24) * span),
  })
  const low = (shortest / 24) * span
  return [
    row('', last.wallS / first.wallS, low),
    row(
      `, without the ${seconds(startS)} of a run of no length`,
      (last.wallS - startS) / (first.wallS - startS),
      low,
    ),
  ]
}

function inBand(times: number, low: number, high: number): string {
  if (times < low) return 'below: less than linear'
  return verdict(times <= high, high / times)
}

/** What one more hour costs, from each length to the next. */
function hourRows(took: readonly Long[]): Row[] {
  return took.slice(1).map((longer, i) => {
    const shorter = took[i]
    const cost = (longer.wallS - shorter.wallS) / (longer.hours - shorter.hours)
    const work = `one more hour, from ${shorter.hours} h to ${longer.hours} h`
    return { work, ours: seconds(cost), python: '', ratio: '', target: '', verdict: '' }
  })
}

interface Long {
  readonly hours: number
  readonly python?: Took
  readonly wallS: number
  readonly peakBytes: number
  readonly fileBytes: number
}

function runLong(settings: Settings, hours: number): Long {
  return inFolder((folder) => {
    mkdirSync(join(folder, 'long'))
    const file = join(folder, 'long', 'long.edf')
    writeLongEdf(file, hours)
    writeFileSync(join(folder, 'long.yaml'), card)
    const pipeline = join(folder, 'pipeline.yaml')
    writeFileSync(pipeline, `name: long\ndataset: ${join(folder, 'long.yaml')}\n${stages}`)
    const { wallS, peakBytes, record } = measureRun(settings, pipeline, { data: folder })
    const python =
      hours === settings.hours[0]
        ? measure(settings, [settings.python, 'bench/python/long_bandpower.py', file])
        : undefined
    const { rows } = python ? (JSON.parse(python.output) as { rows: number }) : record.data
    if (rows !== record.data.rows) throw new Error(`${record.data.rows} rows, Python ${rows}`)
    return { hours, wallS, peakBytes, fileBytes: statSync(file).size, python }
  })
}

function rowsOf({ hours, wallS, peakBytes, fileBytes, python }: Long): Row[] {
  return [
    {
      work: `${hours} h, a file of ${mebibytes(fileBytes)}: wall time`,
      ours: seconds(wallS),
      python: python ? seconds(python.wallS) : '',
      ratio: python ? (python.wallS / wallS).toFixed(2) : '',
      target: '',
      verdict: '',
    },
    {
      work: `${hours} h: peak memory`,
      ours: mebibytes(peakBytes),
      python: python ? mebibytes(python.peakBytes) : '',
      ratio: python ? (python.peakBytes / peakBytes).toFixed(2) : '',
      target: 'under 500 MiB',
      verdict: verdict(peakBytes < mostBytes, mostBytes / peakBytes),
    },
  ]
}
