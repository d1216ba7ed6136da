import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { extentOf } from '../../src/execution/extent.ts'
import { encodeEdf } from '../../src/io/write-edf.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { edfContent, tinyEdf } from '../fixtures/recordings.ts'

const folder = temporaryFolder()
const path = (name: string) => join(folder, name)

/** 42 MiB: three channels of 512 Hz and one of 8 Hz, over four hours. */
beforeAll(() => {
  const durationS = 4 * 3600
  const channel = (label: string, rateHz: number) => ({
    ...{ label, unit: 'uV', rateHz, physicalMin: -500, physicalMax: 500 },
    values: new Float32Array(rateHz * durationS).fill(3),
  })
  const channels = [...['Fp1', 'C3', 'O1'].map((name) => channel(name, 512)), channel('Temp', 8)]
  writeFileSync(path('long.edf'), encodeEdf({ ...edfContent, annotations: [], channels }))
  writeFileSync(path('short.edf'), tinyEdf())
  writeFileSync(path('cut.edf'), readFileSync(path('long.edf')))
  truncateSync(path('cut.edf'), statSync(path('long.edf')).size - 5000)
}, 60_000)

describe('extentOf', () => {
  test('a large file has the rate of the channels that are read, and its length', async () => {
    const whole = { startS: 0, endS: 14_400, rateHz: 512 }
    expect(await extentOf(path('long.edf'), ['Fp1', 'O1'])).toEqual(whole)
    expect(await extentOf(path('long.edf'), ['Temp'])).toEqual({ ...whole, rateHz: 8 })
  })

  test('channels of several rates, or one that is not there, have none', async () => {
    expect(await extentOf(path('long.edf'), undefined)).toBeUndefined()
    expect(await extentOf(path('long.edf'), ['Fp1', 'Cz'])).toBeUndefined()
  })

  test('small files, and those that are cut short, are taken whole', async () => {
    expect(await extentOf(path('short.edf'), ['Fp1'])).toBeUndefined()
    expect(await extentOf(path('cut.edf'), ['Fp1'])).toBeUndefined()
  })
})
