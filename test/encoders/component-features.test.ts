import { join } from 'node:path'
import { describe, test } from 'vitest'
import { componentFeatures } from '../../src/encoders/component-features.ts'
import { edf } from '../../src/io/edf.ts'
import { withFile } from '../../src/io/source.ts'
import { independentComponents } from '../../src/kernels/independent-components.ts'
import { removeComponents } from '../../src/kernels/remove-components.ts'
import { subtractReference } from '../../src/kernels/subtract-reference.ts'
import { principalAxes } from '../../src/kernels/whitening.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { who } from '../fixtures/recordings.ts'
import { fromBase64, type GoldenRecording, icaGolden } from '../ica-golden.ts'
import { sharedData } from '../shared-data.ts'

const golden = icaGolden<GoldenRecording>('eegmat.json')
const why = 'two decompositions whose gradients end below 1e-7'

describe.skipIf(!sharedData)('a recording of eegmat', () => {
  test('is decomposed and described as by MNE and mne-icalabel', async () => {
    const file = join(sharedData ?? '', 'eegmat', golden.file)
    const table = await withFile(file, (source) =>
      edf.read(source, who, { channels: golden.channels }),
    )
    const [{ values, rateHz }] = segmentsOf(table as Table<'signals'>)
    const width = golden.channels.length
    const everyone = golden.channels.map((_, c) => c)
    const fitted = subtractReference(values, width, everyone)
    const axes = principalAxes(fitted, width)
    const found = independentComponents(fitted, axes, { method: 'picard', components: 'rank' })
    const places = Float64Array.from(golden.positions)
    const parts = { channels: golden.channels, places, fitted, found, rateHz }
    const { topo, psds, autocorr } = componentFeatures(parts)
    // The sign of a component is nobody's: maps may be turned.
    const expected = fromBase64(golden.topo)
    for (let k = 0; k < found.shares.length; k++) {
      const [own, theirs] = [topo, expected].map((maps) => maps.subarray(k * 1024, (k + 1) * 1024))
      const at = theirs.reduce((best, v, i) => (Math.abs(v) > Math.abs(theirs[best]) ? i : best), 0)
      const sign = Math.sign(own[at] * theirs[at])
      expectClose(
        own.map((v) => v * sign),
        theirs,
        { absolute: 1e-4, why },
      )
    }
    expectClose(psds, fromBase64(golden.psd), { absolute: 1e-4, why })
    expectClose(autocorr, fromBase64(golden.autocorrelation), { absolute: 1e-4, why })
    const cleaned = removeComponents(fitted, found, golden.exclude)
    const samples = cleaned.length / width
    const first = everyone.flatMap((c) => [...cleaned.subarray(c * samples, c * samples + 20)])
    expectClose(first, golden.cleaned, { relative: 1e-4, why })
  })
})
