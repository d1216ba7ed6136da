import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { entry, inFolder, measure, measureRun, type Took } from './measure.ts'
import { inTurns, median, type Pair, seconds, verdict } from './pairs.ts'
import type { Group, Row, Settings } from './settings.ts'

const card = `name: minute
title: One recording of one minute
licence: ODC-BY-1.0
modality: eeg
recordings: { pattern: 'Subject{number:\\d\\d}_{part:[12]}.edf', subject: 'Subject{number}' }
`

const stages = `stages:
  - resample: { rateHz: 200 }
  - bandpass: { lowHz: 0.5, highHz: 45 }
  - window: { lengthS: 5 }
  - bandpower: { bandsHz: [[4, 8], [8, 13], [13, 30]], segmentS: 2, log: true }
`

/** What one waits for before, and beside, the work itself. */
export const startup: Group = {
  name: 'startup',
  title: 'Start-up, whole processes',
  run(settings) {
    const count = 2 * settings.pairs + 1
    const imports = 'import mne, scipy.signal, sklearn.linear_model'
    const pipeline = join('pipelines', 'eegmat-bandpower.yaml')
    const check = inTurns(
      count,
      () => measure(settings, [process.execPath, entry, 'check', pipeline]),
      () => measure(settings, [settings.python, '-c', imports]),
    )
    const nothing = inTurns(
      count,
      () => measure(settings, [process.execPath, '-e', '0']),
      () => measure(settings, [settings.python, '-c', 'pass']),
    )
    return {
      rows: [
        limit('`neurarrow check`; Python: its imports alone', check, 0.2),
        limit('`neurarrow run`, one file of one minute', minutes(settings, count), 1),
        limit('of these: Node, and Python, doing nothing', nothing),
      ],
      notes: [],
    }
  },
}

/** A run on one file of one minute, from start to features, without anything stored. */
function minutes(settings: Settings, count: number): Pair<Took>[] {
  return inFolder((folder) => {
    const place = join(folder, 'minute')
    mkdirSync(place)
    const file = join(settings.data, 'eegmat', 'Subject00_2.edf')
    copyFileSync(file, join(place, 'Subject00_2.edf'))
    writeFileSync(join(folder, 'minute.yaml'), card)
    const pipeline = join(folder, 'pipeline.yaml')
    writeFileSync(pipeline, `name: minute\ndataset: ${join(folder, 'minute.yaml')}\n${stages}`)
    const script = join('bench', 'python', 'eegmat_bandpower.py')
    return inTurns<Took>(
      count,
      () => measureRun(settings, pipeline, { data: folder }),
      () => measure(settings, [settings.python, script, place, '--until', 'features']),
    )
  })
}

function limit(work: string, pairs: readonly Pair<Took>[], mostS?: number): Row {
  const ours = median(pairs.map((pair) => pair.ours.wallS))
  return {
    work,
    ours: seconds(ours),
    python: seconds(median(pairs.map((pair) => pair.python.wallS))),
    ratio: median(pairs.map((pair) => pair.python.wallS / pair.ours.wallS)).toFixed(2),
    target: mostS === undefined ? '' : `under ${seconds(mostS)}`,
    verdict: mostS === undefined ? '' : verdict(ours < mostS, mostS / ours),
  }
}
