import * as z from 'zod'
import { fail } from '../../errors.ts'
import { random } from '../../kernels/random.ts'
import { defineModifier, type Sides, type SplitRows } from '../split-kind.ts'

const optionSchema = z
  .strictObject({
    perClass: z
      .array(z.int().min(0))
      .min(1)
      .optional()
      .meta({ unit: '1', description: 'how many rows of each class, one or more numbers' }),
    share: z
      .array(z.number().min(0).max(0.9))
      .min(1)
      .optional()
      .meta({ unit: '1', description: 'what share of the rows of each class instead' }),
    draw: z.enum(['first', 'random']).default('first').meta({
      description: 'the first rows of each class, in the order of recordings and time, or any',
    }),
    gapS: z.number().min(0).default(0).meta({
      unit: 's',
      description: 'rows nearer than this to a calibration row are not tested',
    }),
    seed: z.int().default(0).meta({ unit: '1', description: 'of the draw' }),
  })
  .refine(({ perClass, share }) => (perClass === undefined) !== (share === undefined), {
    message: 'exactly one of perClass and share is needed',
  })

type FewShot = z.output<typeof optionSchema>

export const fewShot = defineModifier<FewShot>({
  use: 'fewShot',
  option: optionSchema.meta({
    description: 'rows of the tested groups that are trained on, declared and never tested',
  }),
  goesWith: ['leaveOut', 'kFold', 'holdOut', 'official'],
  readsTarget: true,
  wrap: (divide, option) => (rows, split) =>
    divide(rows, split).flatMap((sides) => withShots(sides, rows, option)),
})

/** One division for each number of shots; all of them test the same rows. */
function withShots(sides: Sides, rows: SplitRows, option: FewShot): Sides[] {
  const steps = [...(option.perClass ?? option.share ?? [])].sort((a, b) => a - b)
  const most = steps[steps.length - 1]
  const taken = (length: number, step: number) =>
    option.share ? Math.floor(step * length + 1e-9) : step
  const candidates = candidatesOf(sides, rows, option)
  for (const { name, rows: own } of candidates) {
    if (own.length > taken(own.length, most)) continue
    fail('split-impossible', { fewShot: name, rows: own.length, perClass: most })
  }
  const reserved = candidates.flatMap(({ rows: own }) => own.slice(0, taken(own.length, most)))
  const testRows = farFrom(sides.testRows, reserved, rows, option.gapS)
  return steps.map((shots) => {
    const chosen = candidates.flatMap(({ rows: own }) => own.slice(0, taken(own.length, shots)))
    const calibrationRows = Int32Array.from(chosen).sort()
    const trainRows = Int32Array.from([...sides.trainRows, ...chosen]).sort()
    return { ...sides, trainRows, testRows, calibrationRows, shots }
  })
}

/** The test rows of each subject and class, in the order in which they are taken. */
function candidatesOf(sides: Sides, { keys, facts }: SplitRows, { draw, seed }: FewShot) {
  const labels = keys[facts.target ?? '']
  if (labels === undefined) fail('split-impossible', { fewShot: 'target', found: facts.target })
  const byClass = new Map<string, number[]>()
  for (const row of sides.testRows) {
    const name = `${keys.subject[row]}, ${labels[row]}`
    byClass.set(name, [...(byClass.get(name) ?? []), row])
  }
  const named = [...byClass].map(([name, rows]) => ({ name, rows }))
  if (draw === 'random') for (const [i, { rows }] of named.entries()) random(seed + i).shuffle(rows)
  return named
}

/** Test rows that are no calibration rows, and neither overlap nor come near one. */
function farFrom(
  testRows: Int32Array,
  reserved: readonly number[],
  { keys, facts: { startS, endS } }: SplitRows,
  gapS: number,
): Int32Array {
  const isReserved = new Set(reserved)
  const touchS = 1e-6
  const near = (row: number) =>
    startS !== undefined &&
    endS !== undefined &&
    reserved.some((other) => {
      const between = Math.max(startS[row] - endS[other], startS[other] - endS[row])
      return keys.recording[row] === keys.recording[other] && between < gapS - touchS
    })
  return testRows.filter((row) => !isReserved.has(row) && !near(row))
}
