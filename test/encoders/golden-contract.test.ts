import { describe, expect, test } from 'vitest'
import { checkModel } from '../../src/encoders/check-model.ts'
import { copyModel, fixtures, shipped } from './model-folder.ts'

/** What a check says of a model whose card was changed. */
async function changed(
  name: string,
  from: string,
  [found, put]: readonly [string | RegExp, string],
) {
  const model = copyModel(name, from)
  model.editCard((text) => text.replace(found, put))
  const { state, failure } = await checkModel(name, 'cpu', model.roots)
  return { state, contract: failure?.facts.contract }
}

describe('a card that contradicts its golden windows', () => {
  const state = 'model-input'
  const montage = (...edit: readonly [string | RegExp, string]) =>
    changed('montage-encoder', fixtures, edit)

  test('in the rate, the unit, the order of channels, a channel, the scale', async () => {
    expect(await montage('rateHz: 64', 'rateHz: 128')).toEqual({ state, contract: 'rate' })
    expect(await montage('unit: uV', 'unit: V')).toEqual({ state, contract: 'unit' })
    const order = await montage('Fp1, Cz, O2', 'Cz, Fp1, O2')
    expect(order).toEqual({ state, contract: 'channels' })
    const more = await montage('Fp1, Cz, O2', 'Fp1, Cz, O2, Pz')
    expect(more).toEqual({ state, contract: 'channels' })
    expect(await montage('[0.01, 100]', '[1e-9, 1e-3]')).toEqual({ state, contract: 'scale' })
  })

  test('a range of repetition times holds that of the windows', async () => {
    const brain = (put: string) => changed('tiny-brain-jepa', shipped, [/^trS: .*$/m, put])
    expect(await brain('trS: [0.5, 3]')).toMatchObject({ state: 'ok' })
    expect(await brain('trS: [0.1, 0.2]')).toEqual({ state, contract: 'rate' })
  })

  test('golden tables that hold whole runs of other graphs say nothing of channels', async () => {
    const found = await changed('tiny-seizures', fixtures, ['title: ', 'title: The '])
    expect(found.state).toBe('ok')
  })
})
