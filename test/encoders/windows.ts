import { random } from '../../src/kernels/random.ts'
import { patch } from '../../src/stages/token/patch.ts'
import type { Recording } from '../../src/tables/keys.ts'
import { keysFor, labelsMeta } from '../../src/tables/keys.ts'
import { segmentColumns } from '../../src/tables/signals.ts'
import { makeTable, type Table } from '../../src/tables/table.ts'

const recording: Recording = {
  subject: 'A',
  session: '1',
  run: '1',
  recording: 'A_1',
  labels: { task: 'rest' },
}

export interface Made {
  readonly count?: number
  readonly channels?: readonly string[]
  readonly rateHz?: number
  readonly samples?: number
  readonly unit?: string
  readonly gain?: number
  /** Changes the samples of all windows, shape [R, C, T]. */
  readonly edit?: (values: Float32Array) => void
}

/** Windows of noise, one after the other: `count` of them, each [C, T]. */
export function noiseWindows(made: Made = {}): Table<'windows'> {
  const { count = 5, channels = ['C3', 'C4'], rateHz = 256, samples = 1024 } = made
  const draw = random(3)
  const block = channels.length * samples
  const values = Float32Array.from(
    { length: count * block },
    () => draw.normal() * (made.gain ?? 10),
  )
  made.edit?.(values)
  const segments = Array.from({ length: count }, (_, index) => ({
    channels,
    index,
    rateHz,
    startS: (index * samples) / rateHz,
    values: values.slice(index * block, (index + 1) * block),
  }))
  const rows = count * channels.length
  const columns = { ...keysFor(recording, rows), ...segmentColumns(segments, 'window') }
  return makeTable('windows', columns, { unit: made.unit ?? 'uV', ...labelsMeta(recording) })
}

/** The same, cut into patches of `lengthS`. */
export function noiseTokens(made: Made = {}, lengthS = 1): Table<'tokens'> {
  return patch.run(noiseWindows(made), { lengthS }, { tables: {}, seed: 0 }) as Table<'tokens'>
}
