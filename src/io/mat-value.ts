/** Types of numbers in MAT files. */
export type MatType =
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64'

/** Numbers of a MAT file, first axis fastest, still as the file has them. */
export interface MatNumbers {
  readonly kind: 'numbers'
  readonly shape: readonly number[]
  readonly type: MatType
  readonly isLittle: boolean
  readonly bytes: Uint8Array
}

/** Text: a row of characters. */
export interface MatText {
  readonly kind: 'text'
  readonly text: string
}

/** An array of structs: for each field one value of each struct. */
export interface MatStructs {
  readonly kind: 'structs'
  readonly count: number
  readonly fields: ReadonlyMap<string, readonly MatValue[]>
}

/** An array of anything. */
export interface MatCells {
  readonly kind: 'cells'
  readonly cells: readonly MatValue[]
}

/** A value of a MAT file; `other` is what is not read: functions, objects, sparse matrices. */
export type MatValue = MatNumbers | MatText | MatStructs | MatCells | { readonly kind: 'other' }

/** The variables of a MAT file by name. */
export type MatVariables = ReadonlyMap<string, MatValue>

/** Bytes of a number of each type. */
export const matBytes: Readonly<Record<MatType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
}

/** How many numbers there are. */
export function countOf({ bytes, type }: Pick<MatNumbers, 'bytes' | 'type'>): number {
  return Math.floor(bytes.length / matBytes[type])
}

/** A function that gives number i of some. */
export function numberAt({ bytes, type, isLittle }: MatNumbers): (i: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const width = matBytes[type]
  const readers: Record<MatType, (at: number) => number> = {
    int8: (at) => view.getInt8(at),
    uint8: (at) => view.getUint8(at),
    int16: (at) => view.getInt16(at, isLittle),
    uint16: (at) => view.getUint16(at, isLittle),
    int32: (at) => view.getInt32(at, isLittle),
    uint32: (at) => view.getUint32(at, isLittle),
    int64: (at) => Number(view.getBigInt64(at, isLittle)),
    uint64: (at) => Number(view.getBigUint64(at, isLittle)),
    float32: (at) => view.getFloat32(at, isLittle),
    float64: (at) => view.getFloat64(at, isLittle),
  }
  const read = readers[type]
  return (i) => read(i * width)
}

/** The only number of a value; `undefined` for none, several, or no numbers. */
export function soleNumber(value: MatValue | undefined): number | undefined {
  if (value?.kind !== 'numbers' || countOf(value) !== 1) return undefined
  return numberAt(value)(0)
}

/** Text, or a number as text; `undefined` for anything else and for nothing. */
export function wordOf(value: MatValue | undefined): string | undefined {
  if (value?.kind === 'text') return value.text
  if (value?.kind === 'cells' && value.cells.length === 1) return wordOf(value.cells[0])
  const number = soleNumber(value)
  return number === undefined ? undefined : String(number)
}

/** The only struct of a value as its fields. */
export function soleStruct(value: MatValue | undefined): MatVariables | undefined {
  if (value?.kind !== 'structs' || value.count !== 1) return undefined
  return new Map([...value.fields].map(([name, values]) => [name, values[0]]))
}
