import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { attributesOf, type Hdf5Dataset, openDataset } from './hdf5-dataset.ts'
import { addressAt, bytesOf, type Hdf5File, openHdf5 } from './hdf5-file.ts'
import { type Hdf5Object, membersOf, readObject } from './hdf5-object.ts'
import type { MatValue, MatVariables } from './mat-value.ts'
import { bytesOfNumber, numberReader } from './number-reader.ts'

/** Larger arrays are read when they are wanted, bytes. */
const laterFrom = 256 * 1024
/** Of text, and of what structs and cells refer to, bytes. */
const mostTogether = 64 * 1024 * 1024
const deepest = 30
const mostValues = 5_000_000

/**
 * Reads variables of a MAT file of version 7.3, which is an HDF5 file.
 *
 * Large arrays of numbers stay in the file and are read as they are wanted.
 *
 * @param wanted names of the variables and of the fields of structs that are read; all without it
 * @throws {NeurarrowError} `file-corrupt` with the byte, `file-truncated`, `file-too-large`,
 *   `format-unknown` for what MATLAB does not write
 */
export async function readMat73(
  source: Source,
  wanted?: ReadonlySet<string>,
): Promise<MatVariables> {
  const file = await openHdf5(source)
  const root = await membersOf(file, await readObject(file, file.root))
  if (root === undefined) return fail('file-corrupt', { file: file.file, byte: 0, missing: 'root' })
  const budget = { left: mostValues }
  const walk: Walk = { file, wanted, budget }
  const variables = new Map<string, MatValue>()
  for (const [name, address] of root) {
    // names with # hold what cells and structs refer to
    const isRead = !name.startsWith('#') && (wanted?.has(name) ?? true)
    if (isRead) variables.set(name, await valueAt(walk, address, 0))
  }
  return variables
}

interface Walk {
  readonly file: Hdf5File
  readonly wanted?: ReadonlySet<string>
  readonly budget: { left: number }
}

async function valueAt(walk: Walk, address: number, depth: number): Promise<MatValue> {
  const { file, budget } = walk
  if (depth > deepest || budget.left-- <= 0) {
    fail('file-too-large', { file: file.file, byte: address, deeperThan: deepest })
  }
  const object = await readObject(file, address)
  const members = await membersOf(file, object)
  if (members !== undefined) return structsOf(walk, members, depth)
  const dataset = await openDataset(file, object)
  return dataset === undefined ? { kind: 'other' } : arrayOf(walk, object, dataset, depth)
}

async function structsOf(
  walk: Walk,
  members: ReadonlyMap<string, number>,
  depth: number,
): Promise<MatValue> {
  const { file, wanted } = walk
  const single = new Map<string, readonly MatValue[]>()
  const several = new Map<string, readonly MatValue[]>()
  for (const [name, address] of members) {
    if (wanted !== undefined && !wanted.has(name)) continue
    const object = await readObject(file, address)
    const dataset = await openDataset(file, object)
    // fields of several structs are references without a class of their own
    const isList = dataset?.type.kind === 'reference' && classOf(file, object) === undefined
    if (isList) several.set(name, await referred(walk, dataset, depth))
    else single.set(name, [await valueAt(walk, address, depth + 1)])
  }
  if (several.size === 0 || single.size > 0) {
    for (const [name, values] of several) single.set(name, [{ kind: 'cells', cells: values }])
    return { kind: 'structs', count: 1, fields: single }
  }
  const counts = [...several.values()].map(({ length }) => length)
  return { kind: 'structs', count: Math.min(...counts), fields: several }
}

/** The values that an array of references names. */
async function referred(walk: Walk, dataset: Hdf5Dataset, depth: number): Promise<MatValue[]> {
  const { view, bytes } = bytesOf(await allOf(walk, dataset), 0)
  const values: MatValue[] = []
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    values.push(await valueAt(walk, addressAt(view, at), depth + 1))
  }
  return values
}

async function allOf({ file }: Walk, { shape, type, read }: Hdf5Dataset): Promise<Uint8Array> {
  const total = shape.reduce((product, n) => product * n, type.bytes)
  if (total > mostTogether) fail('file-too-large', { file: file.file, byte: 0, shape })
  return read(0, shape[0] ?? 1)
}

async function arrayOf(
  walk: Walk,
  object: Hdf5Object,
  dataset: Hdf5Dataset,
  depth: number,
): Promise<MatValue> {
  const { file } = walk
  const { type } = dataset
  const shape = dataset.shape.toReversed()
  if (type.kind === 'reference') {
    return { kind: 'cells', cells: await referred(walk, dataset, depth) }
  }
  const { number, isLittle } = type
  if (number === undefined) return { kind: 'other' }
  const name = classOf(file, object)
  const count = shape.reduce((product, n) => product * n, 1)
  if (attributesOf(file, object).has('MATLAB_empty')) {
    if (name === 'char') return { kind: 'text', text: '' }
    return { kind: 'numbers', shape: [0, 0], type: number, isLittle, bytes: new Uint8Array() }
  }
  if (name === 'char') return { kind: 'text', text: await textOf(walk, dataset) }
  if (count * bytesOfNumber[number] > laterFrom) {
    const { rowsTogether, read } = dataset
    return { kind: 'later', shape, type: number, isLittle, together: rowsTogether, read }
  }
  return { kind: 'numbers', shape, type: number, isLittle, bytes: await allOf(walk, dataset) }
}

/** Codes of UTF-16; of several rows of characters the first. */
async function textOf(walk: Walk, dataset: Hdf5Dataset): Promise<string> {
  const { shape, type } = dataset
  const bytes = await allOf(walk, dataset)
  const code = numberReader(bytes, type.number ?? 'uint16', type.isLittle)
  const rows = shape[shape.length - 1] ?? 1
  const columns = rows === 0 ? 0 : bytes.length / type.bytes / rows
  const codes = Array.from({ length: columns }, (_, i) => code(i * rows))
  return String.fromCharCode(...codes.slice(0, 10_000)).trim()
}

function classOf(file: Hdf5File, object: Hdf5Object): string | undefined {
  const found = attributesOf(file, object).get('MATLAB_class')
  if (found?.type.kind !== 'text') return undefined
  const text = Buffer.from(found.bytes.subarray(0, found.type.bytes)).toString('latin1')
  return text.replace(/\0.*$/s, '')
}
