import { segmentsOf, withChannels } from '../src/tables/signals.ts'
import type { Table } from '../src/tables/table.ts'
import { exampleTable } from './fixtures/tables.ts'
import { goldenFile } from './golden-file.ts'
import { signalInput } from './signal-golden.ts'

type Lists<K extends string> = Readonly<Record<K, number[]>>

/** The values of `test/golden/coupling`. */
export const couplingGolden = goldenFile<{
  readonly coupling: Lists<'phase' | 'amplitude' | 'stage'> & {
    readonly modulationIndex: number
    readonly meanVector: number
  }
  readonly tags: Readonly<Record<string, Lists<'amplitude' | 'snr' | 'itc'>>>
  readonly response: Lists<'response' | 'crossSpectrum' | 'coherence' | 'gain' | 'lags'>
}>('coupling/coupling.json')

/** The window that the stages are tried on: three channels, 6 s at 100 Hz. */
export function couplingWindow(values = signalInput(3, 600)): Table<'windows'> {
  const channels = ['a', 'b', 'c']
  const one = exampleTable('windows', { pieces: 1, channels, rateHz: 100, lengthS: 6 })
  return withChannels(
    one,
    segmentsOf(one).map((s) => ({ ...s, values })),
  )
}
