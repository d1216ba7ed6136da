import { expect, test } from 'vitest'
import { concatTables } from '../../src/tables/rows.ts'
import { type Sensor, sensorsOf, withSensors } from '../../src/tables/sensors.ts'
import { signalsOf } from '../signal-golden.ts'

const table = signalsOf([{ channels: ['Cz', 'M1'], values: new Float32Array(4) }])
const sensors: Record<string, Sensor> = {
  Cz: { type: 'eeg', positionM: [0, 0.01, 0.1], frame: 'head' },
  M1: { type: 'mag', positionM: [0.1, 0, 0], frame: 'device', orientation: [1, 0, 0] },
}

test('what is known of sensors is kept with the table', () => {
  expect(sensorsOf(table)).toEqual({})
  expect(sensorsOf(withSensors(table, sensors))).toEqual(sensors)
})

test('tables below each other keep it where all say the same', () => {
  const known = withSensors(table, sensors)
  expect(sensorsOf(concatTables([known, known]))).toEqual(sensors)
  expect(sensorsOf(concatTables([known, table]))).toEqual({})
  expect(sensorsOf(concatTables([known, withSensors(table, { Cz: sensors.Cz })]))).toEqual({})
})
