import { bytesOfNumber, type NumberType, numberReader } from './number-reader.ts'

/** Numbers of a MAT file, first axis fastest, still as the file has them. */
export interface MatNumbers {
  readonly kind: 'numbers'
  readonly shape: readonly number[]
  readonly type: NumberType
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

/** Numbers that are too many to be read before they are wanted. */
export interface MatLater extends Pick<MatNumbers, 'shape' | 'type' | 'isLittle'> {
  readonly kind: 'later'
  /** Places along the last axis that are stored together. */
  readonly together: number
  /** Numbers of places [from, to) along the last axis, first axis fastest. */
  read(from: number, to: number): Promise<Uint8Array>
}

/** A value of a MAT file; `other` is what is not read: functions, objects, sparse matrices. */
export type MatValue =
  | MatNumbers
  | MatLater
  | MatText
  | MatStructs
  | MatCells
  | { readonly kind: 'other' }

/** The variables of a MAT file by name. */
export type MatVariables = ReadonlyMap<string, MatValue>

/** How many numbers there are. */
export function countOf({ bytes, type }: Pick<MatNumbers, 'bytes' | 'type'>): number {
  return Math.floor(bytes.length / bytesOfNumber[type])
}

/** A function that gives number i of some. */
export function numberAt({ bytes, type, isLittle }: MatNumbers): (i: number) => number {
  return numberReader(bytes, type, isLittle)
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
