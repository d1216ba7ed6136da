import { fileURLToPath } from 'node:url'
import { timesOf } from './measure.ts'
import { seconds, verdict } from './pairs.ts'
import type { QueueFigures } from './queue-ours.ts'
import type { Group, Row } from './settings.ts'

const script = fileURLToPath(new URL('./queue-ours.js', import.meta.url))

/** Runs on a queue: workers on one machine, workers that are killed, thousands of nodes. */
export const queue: Group = {
  name: 'queue',
  title: 'Runs on a queue: workers with one thread each',
  run() {
    const figures = timesOf<QueueFigures>(process.execPath, [script])
    return { rows: rowsOf(figures), notes: notesOf(figures) }
  },
}

function rowsOf({ threads, workers, ...rest }: QueueFigures): Row[] {
  const ours = (work: string, text: string): Row => ({
    ...{ work, ours: text, python: '', ratio: '', target: '', verdict: '' },
  })
  const gain = workers['1'] / workers['2']
  const { overheadMs, redisMb, kills, lostPerKillS, nodes } = rest
  return [
    ours('64 recordings, `run --workers 1`', seconds(threads['1'])),
    ours('64 recordings, `run --workers 2`', seconds(threads['2'])),
    ours('64 recordings, 1 worker', seconds(workers['1'])),
    {
      ...ours('64 recordings, 2 workers', seconds(workers['2'])),
      ratio: gain.toFixed(2),
      target: 'at least 1.8 over 1 worker',
      verdict: verdict(gain >= 1.8, gain / 1.8),
    },
    ours('64 recordings, 4 workers on these 2 cores', seconds(workers['4'])),
    {
      ...ours(`${nodes} small nodes, overhead of one`, `${overheadMs.toFixed(2)} ms`),
      target: 'under 2 ms',
      verdict: overheadMs < 2 ? 'met' : 'not met',
    },
    ours('the same, memory of Redis at most', `${redisMb.peak.toFixed(0)} MiB`),
    ours(`${kills} workers killed in one run, lost by each kill`, `${lostPerKillS.toFixed(1)} s`),
  ]
}

function notesOf({ lockS, redisMb }: QueueFigures): string[] {
  return [
    [
      `A lost worker's nodes are given to others after ${lockS} s (\`--lock\`); a kill costs that,`,
      'what the node had done, and the start of another worker. Overhead: with all tables stored,',
      'above what `run --workers 1` takes: planning, the queue, checks, a look at each table.',
      `Redis had ${redisMb.before.toFixed(1)} MiB before.`,
    ].join('\n'),
  ]
}
