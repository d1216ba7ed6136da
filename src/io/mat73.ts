import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { addressAt, bytesOf } from './hdf5-bytes.ts'
import {
  addressOf,
  attributeText,
  type Hdf5Dataset,
  openDataset,
  readRows,
} from './hdf5-dataset.ts'
import { type Hdf5File, withHdf5 } from './hdf5-file.ts'
import { headerAt } from './hdf5-index.ts'
import type { MatLater, MatValue, MatVariables } from './mat-value.ts'
import { bytesOfNumber, type NumberType, numberReader } from './number-reader.ts'

/** Larger arrays are read when they are wanted, bytes. */
const laterFrom = 256 * 1024
/** Of text, and of what structs and cells refer to, bytes. */
const mostTogether = 64 * 1024 * 1024
const deepest = 30
const mostValues = 5_000_000
/** Where MATLAB keeps what cells and structs refer to. */
const referredGroup = '/#refs#'
/** Of arrays: the class of their elements in MATLAB. */
const classAttribute = 'MATLAB_class'

/**
 * Reads variables of a MAT file of version 7.3, which is an HDF5 file.
 *
 * Large arrays of numbers stay in the file and are read as they are wanted.
 *
 * @param wanted names of the variables and of the fields of structs that are read; all without it
 * @throws {NeurarrowError} `file-corrupt` with the byte, `file-truncated`, `file-too-large`,
 *   `format-unknown` for what MATLAB does not write
 */
export function readMat73(source: Source, wanted?: ReadonlySet<string>): Promise<MatVariables> {
  return withHdf5(source, async (file) => {
    const walk: Walk = { source, file, wanted, budget: { left: mostValues }, names: new Map() }
    const variables = new Map<string, MatValue>()
    for (const name of await membersOf(file, '/')) {
      // names with # hold what cells and structs refer to
      const isRead = !name.startsWith('#') && (wanted?.has(name) ?? true)
      if (isRead) variables.set(name, await valueAt(walk, await nodeAt(file, `/${name}`), 0))
    }
    return variables
  })
}

interface Walk {
  readonly source: Source
  readonly file: Hdf5File
  readonly wanted?: ReadonlySet<string>
  readonly budget: { left: number }
  /** Paths of what is referred to, by address; found with the first reference. */
  readonly names: Map<number, string>
}

function membersOf(file: Hdf5File, path: string): Promise<string[]> {
  return file.ask((library, id) => library.get_names(id, path, false))
}

/** A group or an array by its path and the address of its header. */
interface Node {
  readonly path: string
  readonly address: number
}

async function nodeAt(file: Hdf5File, path: string): Promise<Node> {
  return { path, address: await addressOf(file, path) }
}

/** An array, or the words for what is none. */
async function opened({ file }: Walk, { path, address }: Node) {
  const header = await headerAt(file, address)
  return header.kind === 'array' ? openDataset(file, path, header) : header.kind
}

async function valueAt(walk: Walk, node: Node, depth: number): Promise<MatValue> {
  const { file, budget } = walk
  if (depth > deepest || budget.left-- <= 0) {
    fail('file-too-large', { file: file.file, byte: node.address, deeperThan: deepest })
  }
  const found = await opened(walk, node)
  if (typeof found !== 'string') return arrayOf(walk, found, depth)
  return found === 'group' ? structsOf(walk, node.path, depth) : { kind: 'other' }
}

async function structsOf(walk: Walk, path: string, depth: number): Promise<MatValue> {
  const { file, wanted } = walk
  const single = new Map<string, readonly MatValue[]>()
  const several = new Map<string, readonly MatValue[]>()
  for (const name of await membersOf(file, path)) {
    if (wanted !== undefined && !wanted.has(name)) continue
    const node = await nodeAt(file, `${path}/${name}`)
    const found = await opened(walk, node)
    if (typeof found === 'string') single.set(name, [await valueAt(walk, node, depth + 1)])
    // fields of several structs are references without a class of their own
    else if (found.kind === 'reference' && !found.attributes.includes(classAttribute)) {
      several.set(name, await referred(walk, found, depth))
    } else single.set(name, [await arrayOf(walk, found, depth + 1)])
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
  if (walk.names.size === 0) await findNames(walk)
  const { view, bytes } = bytesOf(await allOf(walk, dataset), 0)
  const values: MatValue[] = []
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const address = addressAt(view, at)
    const path = walk.names.get(address) ?? (await nameOf(walk, bytes.slice(at, at + 8)))
    values.push(await valueAt(walk, { path, address }, depth + 1))
  }
  return values
}

/** The library finds the name of a reference by looking through the whole file, each time. */
async function findNames({ file, names }: Walk): Promise<void> {
  const top = await membersOf(file, '/')
  if (!top.includes(referredGroup.slice(1))) return
  for (const name of await membersOf(file, referredGroup)) {
    const path = `${referredGroup}/${name}`
    names.set(await addressOf(file, path), path)
  }
}

async function nameOf({ file }: Walk, reference: Uint8Array): Promise<string> {
  const name = await file.ask((library, id) => library.get_referenced_name(id, reference, true))
  return name ?? fail('file-corrupt', { file: file.file, byte: 0, expected: 'what is referred to' })
}

async function allOf({ file }: Walk, dataset: Hdf5Dataset): Promise<Uint8Array> {
  const { shape, width } = dataset
  const total = shape.reduce((product, n) => product * n, width)
  if (total > mostTogether) fail('file-too-large', { file: file.file, byte: 0, shape })
  return readRows(file, dataset, [0, shape[0] ?? 1])
}

async function arrayOf(walk: Walk, dataset: Hdf5Dataset, depth: number): Promise<MatValue> {
  const { file } = walk
  const { path, number, kind, attributes } = dataset
  if (kind === 'reference') return { kind: 'cells', cells: await referred(walk, dataset, depth) }
  if (number === undefined) return { kind: 'other' }
  const isClassed = attributes.includes(classAttribute)
  const name = isClassed ? await attributeText(file, path, classAttribute) : undefined
  const isLittle = true
  if (attributes.includes('MATLAB_empty')) {
    if (name === 'char') return { kind: 'text', text: '' }
    return { kind: 'numbers', shape: [0, 0], type: number, isLittle, bytes: new Uint8Array() }
  }
  if (name === 'char') return { kind: 'text', text: await textOf(walk, dataset, number) }
  const shape = dataset.shape.toReversed()
  const count = shape.reduce((product, n) => product * n, 1)
  if (count * bytesOfNumber[number] > laterFrom) return laterOf(walk, dataset, number)
  return { kind: 'numbers', shape, type: number, isLittle, bytes: await allOf(walk, dataset) }
}

function laterOf({ source }: Walk, dataset: Hdf5Dataset, type: NumberType): MatLater {
  const { shape, storage } = dataset
  return {
    ...{ kind: 'later', shape: shape.toReversed(), type, isLittle: true },
    together: storage.rowsTogether,
    read: (from, to) => withHdf5(source, (file) => readRows(file, dataset, [from, to])),
  }
}

/** Codes of UTF-16; of several rows of characters the first. */
async function textOf(walk: Walk, dataset: Hdf5Dataset, type: NumberType): Promise<string> {
  const { shape, width } = dataset
  const bytes = await allOf(walk, dataset)
  const code = numberReader(bytes, type, true)
  const rows = shape[shape.length - 1] ?? 1
  const columns = rows === 0 ? 0 : bytes.length / width / rows
  const codes = Array.from({ length: columns }, (_, i) => code(i * rows))
  return String.fromCharCode(...codes.slice(0, 10_000)).trim()
}
