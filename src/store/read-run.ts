import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fail } from '../errors.ts'
import { type FigureData, figureOf, figureOfMaps, mapKey } from '../tables/figure.ts'
import { decodeTable } from '../tables/ipc.ts'
import type { Table } from '../tables/table.ts'
import type { AnyRecord, RunRecord } from './run.ts'

/** The folder of a run that was scored, as `neurarrow run` left it. */
export interface RunFolder {
  readonly folder: string
  readonly record: RunRecord
}

/** The folder of any run. */
export interface AnyRunFolder {
  readonly folder: string
  readonly record: AnyRecord
}

/**
 * Reads the record of a scored run.
 *
 * @param path the run's folder, or its `run.json`
 * @throws {NeurarrowError} `run-unknown` when there is none, or it was not scored; `file-corrupt`
 */
export function readRun(path: string): RunFolder {
  const { folder, record } = readAnyRun(path)
  if (record.evaluation === undefined) {
    fail('run-unknown', { run: path, found: 'a run that was not scored' })
  }
  return { folder, record }
}

/**
 * Reads the record of a run, scored or not.
 *
 * @param path the run's folder, or its `run.json`
 * @throws {NeurarrowError} `run-unknown` when there is none; `file-corrupt`
 */
export function readAnyRun(path: string): AnyRunFolder {
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  const folder = isFolder || basename(path) !== 'run.json' ? path : dirname(path)
  const file = join(folder, 'run.json')
  if (!existsSync(file)) fail('run-unknown', { run: path, expected: 'a folder with run.json' })
  return { folder, record: parseRecord(file) }
}

/**
 * Reads the predictions of a run.
 *
 * @throws {NeurarrowError} `file-missing`, `file-corrupt`
 */
export function readPredictions({ folder }: AnyRunFolder): Table<'predictions'> {
  const file = join(folder, 'predictions.arrow')
  if (!existsSync(file)) fail('file-missing', { file })
  const table = decodeTable(readFileSync(file), file)
  if (table.kind === 'predictions') return table as Table<'predictions'>
  return fail('file-corrupt', { file, expected: 'predictions', found: table.kind })
}

/**
 * Reads the numbers of a run's figures and maps, by name.
 *
 * @throws {NeurarrowError} `file-missing`, `file-corrupt`
 */
export function readFigures({ folder, record }: AnyRunFolder): Map<string, FigureData> {
  const entries = (record.figures ?? []).map(({ name }): [string, FigureData] => {
    const file = join(folder, 'figures', `${name}.arrow`)
    if (!existsSync(file)) fail('file-missing', { file })
    const table = decodeTable(readFileSync(file), file)
    if (table.kind !== 'figure') {
      fail('file-corrupt', { file, expected: 'figure', found: table.kind })
    }
    return [name, figureOf(table as Table<'figure'>)]
  })
  const maps = (record.maps ?? []).map(({ use }): [string, FigureData] => {
    const file = join(folder, 'maps', `${use}.arrow`)
    if (!existsSync(file)) fail('file-missing', { file })
    return [mapKey(use), figureOfMaps(decodeTable(readFileSync(file), file) as Table<'features'>)]
  })
  return new Map([...entries, ...maps])
}

/** Numbers that are not defined are null in JSON. */
function parseRecord(file: string): AnyRecord {
  try {
    const text = readFileSync(file, 'utf8')
    const record = JSON.parse(text, (_, value) =>
      value === null ? Number.NaN : value,
    ) as AnyRecord
    if (record.version === 1 && typeof record.scores === 'object') return record
  } catch (cause) {
    return fail('file-corrupt', { file, expected: 'a record in JSON' }, cause)
  }
  return fail('file-corrupt', { file, expected: 'the record of a run, version 1' })
}
