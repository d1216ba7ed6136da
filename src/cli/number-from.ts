import { fail } from '../errors.ts'

/** Which numbers an option takes. */
export interface NumberRange {
  readonly from: number
  readonly to: number
  readonly whole?: boolean
}

/**
 * The number that an option gives.
 *
 * @throws {NeurarrowError} `arguments-invalid` for anything outside the range
 */
export function numberFrom(option: string, value: string, range: NumberRange): number {
  const { from, to, whole = false } = range
  const number = value.trim() === '' ? Number.NaN : Number(value)
  if (number >= from && number <= to && (!whole || Number.isInteger(number))) return number
  const expected = `a ${whole ? 'whole ' : ''}number from ${from} to ${to}`
  return fail('arguments-invalid', { option, value, expected })
}
