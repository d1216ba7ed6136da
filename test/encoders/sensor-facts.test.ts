import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import { channelPositions } from '../../src/encoders/channel-positions.ts'
import { sensorFacts } from '../../src/encoders/sensor-facts.ts'
import { electrodePlaces } from '../../src/tables/electrode-places.ts'
import { type Sensor, withSensors } from '../../src/tables/sensors.ts'
import { withUnit } from '../../src/tables/signals.ts'
import { expectClose } from '../close.ts'
import { signalsOf } from '../signal-golden.ts'
import { shipped } from './model-folder.ts'

interface Golden {
  readonly sensors: Readonly<Record<string, Sensor>>
  readonly pos: readonly number[]
  readonly types: readonly number[]
}

const file = new URL('../golden/positions/sensors.json', import.meta.url)
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden
const names = Object.keys(golden.sensors)
const plain = signalsOf([{ channels: names, values: new Float32Array(names.length) }])
const table = withSensors(plain, golden.sensors)
const brainomni = loadModelCard('tiny-brainomni', [shipped])

describe('sensorFacts', () => {
  test('electrodes, magnetometers, planar and axial gradiometers', () => {
    expect(sensorFacts(table, names).types).toEqual(golden.types)
  })

  test('where nothing is known of sensors the unit tells', () => {
    const of = (unit: string) => sensorFacts(withUnit(plain, unit), ['a']).types[0]
    expect(['uV', '1', 'fT', 'fT/cm'].map(of)).toEqual([0, 0, 1, 2])
  })

  test('a coil without a place is none', () => {
    const silent = withSensors(plain, { M: { type: 'mag' } })
    expect(sensorFacts(silent, ['M', 'E1'])).toEqual({
      types: [1, 0],
      coils: [undefined, undefined],
    })
  })
})

describe('positions of EEG and MEG', () => {
  const facts = sensorFacts(table, names)
  const onHead = names.filter((_, c) => facts.coils[c] === undefined)
  const { places } = electrodePlaces(table, names, onHead)

  test('are those that BrainOmni makes of an info of MNE', () => {
    const found = channelPositions(brainomni, names, { ...facts, places }) ?? []
    expectClose(found, golden.pos, { absolute: 1e-6, why: 'f32' })
  })

  test('a card of three columns takes no coils', () => {
    const positions = { frame: 'unitSphere', columns: 3, unit: 'm', normalise: 'none' } as const
    const card = { ...brainomni, positions }
    expect(() => channelPositions(card, names, { ...facts, places })).toThrow(/positions.*MEG 0000/)
  })
})
