import { describe, expect, test } from 'vitest'
import { readCtfCoils, readCtfPoints } from '../../src/io/ctf-points.ts'
import { memorySource } from '../../src/io/source.ts'
import { expectClose } from '../close.ts'

const source = (text: string) => memorySource('x', new Uint8Array(Buffer.from(text)))
const coil = (words: string, x: number, y: number, z: number) =>
  `measured ${words} coil position relative to head (cm):\n\tx = ${x}\n\ty = ${y}\n\tz = ${z}\n`
const three = coil('nasion', 10, 0, 0) + coil('left ear', 0, 7, 0) + coil('right ear', 0, -7, 0)

describe('places of a CTF recording', () => {
  test('have names and centimetres; those near the origin are none', async () => {
    const points = await readCtfPoints(source('1 Cz 0 0 12\n\n2 gone 0.5 0.5 0.5\n'), 'eeg')
    expect([...points]).toEqual([['cz', [0, 0, 0.12]]])
  })

  test('have lines of other kinds in .pos, and none in .eeg', async () => {
    const text = '2\n1 Cz 0 0 12\n2 0 9 0\nnasion 10 0 0\n'
    expect([...(await readCtfPoints(source(text), 'pos')).keys()]).toEqual(['cz'])
    await expect(readCtfPoints(source(text), 'eeg')).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { file: 'x', line: 1, found: '2' },
    })
    const wrong = readCtfPoints(source('1 Cz 0 0 12\n2 Fz 5 y 9'), 'pos')
    await expect(wrong).rejects.toMatchObject({ code: 'file-corrupt', facts: { line: 2 } })
  })
})

describe('head coils of a CTF recording', () => {
  test('span axes to the right, to the nose and up', async () => {
    const toHead = await readCtfCoils(source(`# made\n${three}`))
    expectClose(toHead?.([0.1, 0.07, 0.02]) ?? [], [-0.07, 0.1, 0.02], {
      absolute: 1e-15,
      why: 'rounding',
    })
    expect(await readCtfCoils(source('# nothing\n\n'))).toBeUndefined()
  })

  test('that are missing, in one line or not numbers are told', async () => {
    const failure = (text: string) => readCtfCoils(source(text)).catch(({ facts }) => facts)
    expect(await failure(three.replace(/measured right/, 'standard right'))).toEqual({
      ...{ file: 'x', line: 1, missing: 'the right ear coil, measured relative to head' },
    })
    expect(await failure(three.replace('x = 10', 'x = 0'))).toMatchObject({ line: 1 })
    expect(await failure(three.replace('y = 7', 'y: 7'))).toEqual({
      ...{ file: 'x', line: 7, found: 'y: 7', expected: 'y = cm' },
    })
    expect(await failure('unable to find the head\n')).toMatchObject({ line: 1 })
  })
})
