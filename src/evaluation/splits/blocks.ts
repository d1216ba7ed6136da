import * as z from 'zod'
import { fail } from '../../errors.ts'
import { groupsOf, rowsByCode } from '../group.ts'
import { rowsWhere } from '../sides.ts'
import { defineSplit } from '../split-kind.ts'

export const blocks = defineSplit({
  use: 'blocks',
  title: 'Each recording is cut into blocks of time, and each block is tested once',
  options: z.strictObject({
    blocks: z.int().min(2).meta({
      unit: '1',
      description: 'into how many blocks of time each recording is cut; each is tested once',
    }),
    gapS: z.number().min(0).optional().meta({
      unit: 's',
      description: 'training rows nearer than this to a test row of their recording are left out',
    }),
  }),
  apart: ({ gapS = 0 }) => ({ unit: 'time', gapS }),
  scored: () => 'subject',
  divide({ keys, facts: { startS, endS } }, { blocks: count, gapS = 0 }) {
    if (!startS || !endS) return fail('split-impossible', { blocks: count, spans: 'unknown' })
    const recordings = groupsOf(keys, 'recording')
    const block = new Int32Array(startS.length)
    const byRecording = rowsByCode(recordings.codes, recordings.names.length)
    for (const rows of byRecording) {
      // channels of one window are rows of one start
      const starts = [...new Set(Array.from(rows, (row) => startS[row]))].sort((a, b) => a - b)
      const place = new Map(starts.map((start, i) => [start, i]))
      for (const row of rows) {
        block[row] = Math.floor(((place.get(startS[row]) ?? 0) * count) / starts.length)
      }
    }
    return Array.from({ length: count }, (_, fold) => {
      const near = new Set(
        byRecording.flatMap((rows) => {
          const tested = [...rows].filter((row) => block[row] === fold)
          const from = Math.min(...tested.map((row) => startS[row])) - gapS + touchS
          const to = Math.max(...tested.map((row) => endS[row])) + gapS - touchS
          return [...rows].filter((row) => endS[row] > from && startS[row] < to)
        }),
      )
      const trainRows = rowsWhere(block.length, (row) => block[row] !== fold && !near.has(row))
      const testRows = rowsWhere(block.length, (row) => block[row] === fold)
      if (trainRows.length > 0) return { trainRows, testRows }
      const says = 'recordings are too short for it'
      const remedy = 'take a shorter gap, or other blocks'
      return fail('split-impossible', { blocks: count, gapS, fold, training: 0, says, remedy })
    })
  },
  inner: ({ gapS }, folds) => ({ blocks: folds, gapS }),
})

/** Ends and starts that are sums of a stride may differ by rounding, s. */
const touchS = 1e-6
