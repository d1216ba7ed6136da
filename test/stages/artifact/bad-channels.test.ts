import { describe, expect, test } from 'vitest'
import { random } from '../../../src/kernels/random.ts'
import { badChannels } from '../../../src/stages/artifact/bad-channels.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { runStage } from '../../run-stage.ts'
import { signalsOf } from '../../signal-golden.ts'

const channels = ['Fp1', 'Fp2', 'F3', 'F4', 'C3', 'C4', 'P3', 'P4', 'O1', 'O2', 'ECG']
const rateHz = 200
const samples = 10 * rateHz

/** A slow rhythm that all electrodes share, and what `change` makes of some of them. */
function recording(change: (name: string, t: number, noise: number) => number | undefined) {
  const draw = random(3)
  const values = Float32Array.from({ length: channels.length * samples }, (_, i) => {
    const [name, t] = [channels[Math.floor(i / samples)], i % samples]
    const noise = draw.normal()
    return change(name, t, noise) ?? 20 * Math.sin(t / 7) + 10 * Math.sin(t / 23) + 2 * noise
  })
  return signalsOf([{ channels, values, rateHz }])
}

const because = async (table: ReturnType<typeof recording>, options = {}) =>
  notesOf(await runStage(badChannels, table, options))[0].because

describe('badChannels', () => {
  test('leaves a good recording as it is', async () => {
    const table = recording(() => undefined)
    const out = await runStage(badChannels, table, {})
    expect(notesOf(out)[0]).toMatchObject({ bad: 0, of: 11 })
    expect(segmentsOf(out as Signals)[0].values).toEqual(segmentsOf(table)[0].values)
  })

  test('finds a flat, a loud, a noisy and a lonely electrode, each for its reason', async () => {
    const rhythm = (t: number) => 20 * Math.sin(t / 7) + 10 * Math.sin(t / 23)
    const table = recording((name, t, noise) => {
      if (name === 'Fp1') return 5
      if (name === 'F4') return 30 * rhythm(t)
      if (name === 'C3') return rhythm(t) + (t % 2 === 0 ? 30 : -30) + noise
      if (name === 'O2') return 20 * Math.sin(t * 0.217 + 1) + noise
      return undefined
    })
    const found = (await because(table, { repair: 'none' })) as string[]
    const reason = (name: string) => found.find((why) => why.startsWith(`${name}:`)) ?? ''
    expect(found.map((why) => why.split(':')[0])).toEqual(['Fp1', 'F4', 'C3', 'O2'])
    expect(reason('Fp1')).toBe('Fp1: flat')
    expect(reason('F4')).toContain('amplitude')
    expect(reason('C3')).toContain('noise')
    expect(reason('O2')).toContain('correlation')
  })

  test('replaces what is bad by what the others say', async () => {
    const table = recording((name) => (name === 'C3' ? 0 : undefined))
    const [segment] = segmentsOf((await runStage(badChannels, table, {})) as Signals)
    const [before] = segmentsOf(table)
    const rowOf = (from: typeof segment, c: number) => from.values.subarray(c * samples)[100]
    expect(rowOf(before, 4)).toBe(0)
    expect(Math.abs(rowOf(segment, 4) - rowOf(before, 5))).toBeLessThan(8)
    expect(rowOf(segment, 10)).toBe(rowOf(before, 10))
  })

  test('finds what sets of others do not predict, and what has another spectrum', async () => {
    const names = 'Fp1 Fp2 F3 F4 F7 F8 C3 C4 T7 T8 P3 P4 P7 P8 O1 O2 Fz Cz Pz'.split(' ')
    const draw = random(9)
    const size = 12 * rateHz
    const values = Float32Array.from({ length: names.length * size }, (_, i) => {
      const [name, t] = [names[Math.floor(i / size)], i % size]
      const noise = draw.normal()
      const rhythm = 20 * Math.sin(t / 7) + 10 * Math.sin(t / 23) + 2 * noise
      if (name === 'C3') return -rhythm
      return name === 'Pz' ? rhythm + 200 * Math.sin((2 * Math.PI * 40 * t) / rateHz) : rhythm
    })
    const table = signalsOf([{ channels: names, values, rateHz }])
    const rules = { deviation: 1e6, noise: 1e6, correlation: 0, repair: 'none' as const }
    expect(await because(table, rules)).toEqual([])
    expect(await because(table, { ...rules, spectrum: 3 })).toEqual(['Pz: spectrum'])
    const found = (await because(table, { ...rules, ransac: {} })) as string[]
    expect(found).toContain('C3: unpredicted')
    expect(found).toEqual(await because(table, { ...rules, ransac: {} }))
  })

  test('sets of three electrodes or fewer predict too little', async () => {
    const few = recording(() => undefined)
    await expect(because(few, { ransac: {} })).rejects.toMatchObject({
      code: 'stage-options',
      facts: { option: 'ransac', perSet: 2 },
    })
    const long = { ransac: { setShare: 0.5, windowS: 60 } }
    await expect(because(few, long)).rejects.toMatchObject({ code: 'signal-too-short' })
  })

  test('needs uV, three seconds, and finite samples', async () => {
    const ends = (table: unknown) => runStage(badChannels, table as Signals, {})
    const short = signalsOf([{ channels, values: new Float32Array(11 * 400), rateHz }])
    await expect(ends(short)).rejects.toMatchObject({ code: 'signal-too-short' })
    const volts = signalsOf([{ channels, values: new Float32Array(11 * samples), rateHz }], 'V')
    await expect(ends(volts)).rejects.toMatchObject({ facts: { unit: 'V' } })
    const holed = recording((name) => (name === 'P3' ? Number.NaN : undefined))
    await expect(ends(holed)).rejects.toMatchObject({ facts: { channel: 'P3' } })
  })
})
