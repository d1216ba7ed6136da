import { fail } from '../errors.ts'

/**
 * The band of each column of a stimulus: bands have so many columns each, one after the other.
 *
 * @param bands columns of each band by name; all columns are the band `stimulus` without it
 * @param stage which asks, for the failure
 * @throws {NeurarrowError} `length-mismatch` when bands do not add up to the columns
 */
export function stimulusBands(
  bands: Readonly<Record<string, number>> | undefined,
  columns: number,
  stage: string,
): string[] {
  if (bands === undefined) return new Array<string>(columns).fill('stimulus')
  const names = Object.entries(bands).flatMap(([name, count]) =>
    new Array<string>(count).fill(name),
  )
  if (names.length === columns) return names
  return fail('length-mismatch', { stage, bands, columns })
}
