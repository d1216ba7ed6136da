import { describe, expect, test } from 'vitest'
import { type IcaOptions, independentComponents } from '../../src/kernels/independent-components.ts'
import { removeComponents } from '../../src/kernels/remove-components.ts'
import { principalAxes } from '../../src/kernels/whitening.ts'
import { expectClose } from '../close.ts'
import { directionOf, type GoldenFile, icaGolden } from '../ica-golden.ts'

const { signals, cases } = icaGolden<GoldenFile>('components.json')

describe('independent components', () => {
  test.each(cases.map((each) => [each.name, each] as const))('as MNE finds them: %s', (_, each) => {
    const { channels, x } = signals[each.x]
    const { method, components, mne } = each
    const tight = method === 'infomax' ? {} : { tolerance: method === 'picard' ? 1e-9 : 1e-15 }
    const options: IcaOptions = { method, components, maxIterations: 2000, ...tight }
    const found = independentComponents(x, principalAxes(x, channels), options)
    expect(found.converged).toBe(true)
    expect(found.shares.length).toBe(mne.components)
    const relative = 1e-6
    const why = 'both are ends of an iteration'
    for (let k = 0; k < mne.components; k++) {
      const ours = directionOf(found.mixing, mne.components, k)
      expectClose(ours, directionOf(mne.mixing, mne.components, k), { relative, why })
    }
    const cleaned = removeComponents(Float32Array.from(x), found, mne.exclude)
    const samples = x.length / channels
    const first = Array.from({ length: channels }, (_, c) => [
      ...cleaned.subarray(c * samples, c * samples + 40),
    ]).flat()
    expectClose(first, mne.cleaned, { relative, why })
  })
})
