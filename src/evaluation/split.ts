import * as z from 'zod'
import { fail } from '../errors.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import { rowSpans } from '../tables/row-spans.ts'
import type { Table } from '../tables/table.ts'
import { groupsOf, type RowKeys, rowKeys, type Unit, units } from './group.ts'
import type { Apart, Divide, Fold, RowFacts, SplitKind } from './split-kind.ts'
import { splitKinds, splitModifiers } from './splits/index.ts'

/** The `split:` of a pipeline: one of the kinds of split, with what changes it. */
export type Split = Readonly<Record<string, unknown>>

const kindNames = splitKinds.map(({ use }) => use).join(', ')

/**
 * The schema of a split: all options of all kinds, exactly one kind, and what goes with it.
 *
 * It is one object and not a union, so that a misspelt key is named and not lost in alternatives.
 */
export const splitSchema: z.ZodType<Split> = z
  .strictObject(allOptions())
  .superRefine((split: Split, context) => {
    const issue = (message: string, path: (string | number)[] = []) =>
      context.addIssue({ code: 'custom', message, path })
    const chosen = splitKinds.filter(({ use }) => split[use] !== undefined)
    if (chosen.length !== 1) return issue(`a split is exactly one of ${kindNames}`)
    const [kind] = chosen
    for (const found of misfits(split, kind)) issue(found.message, [found.key])
    const own = kind.options.safeParse(ownOptions(split, kind))
    for (const { message, path } of own.error?.issues ?? []) {
      const missing = path.length === 1 && split[String(path[0])] === undefined
      if (missing) issue(`${kind.use} needs ${String(path[0])}`)
      else issue(message, path.map(String))
    }
    if (!own.success) return undefined
    for (const column of columnsOf(split)) {
      const near = didYouMean(column, units)
      if (!units.some((unit) => unit === column) && near) issue(`no column "${column}"${near}`)
    }
    return undefined
  })

function allOptions(): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {}
  for (const { options } of splitKinds) {
    for (const [name, option] of Object.entries(options.shape)) {
      shape[name] ??= (option as z.ZodType).optional()
    }
  }
  for (const { use, option } of splitModifiers) shape[use] = option.optional()
  return shape
}

/** Keys that do not go with the kind. */
function misfits(split: Split, kind: SplitKind): { key: string; message: string }[] {
  const given = Object.keys(split).filter((key) => split[key] !== undefined)
  return given.flatMap((key) => {
    const modifier = splitModifiers.find(({ use }) => use === key)
    const fits = modifier
      ? (modifier.goesWith?.includes(kind.use) ?? true)
      : key in kind.options.shape
    const owners = modifier?.goesWith ?? ownersOf(key)
    return fits ? [] : [{ key, message: `goes with ${owners.join(', ')} only` }]
  })
}

function ownersOf(key: string): string[] {
  return splitKinds.filter(({ options }) => key in options.shape).map(({ use }) => use)
}

function ownOptions(split: Split, { options }: SplitKind): Split {
  return Object.fromEntries(Object.entries(split).filter(([key]) => key in options.shape))
}

function kindOf(split: Split): { kind: SplitKind; options: Split } {
  const kind = splitKinds.find(({ use }) => split[use] !== undefined)
  if (kind === undefined) return fail('internal', { split })
  return { kind, options: kind.options.parse(ownOptions(split, kind)) }
}

function modifiersOf(split: Split) {
  return splitModifiers.filter(({ use }) => split[use] !== undefined)
}

/** What training and test rows never have in common. */
export function apartOf(split: Split): Apart {
  const { kind, options } = kindOf(split)
  return modifiersOf(split).reduce(
    (apart, { use, apart: change }) => change?.(split[use], apart) ?? apart,
    kind.apart(options),
  )
}

/** What scores are of: what the split keeps apart, unless it says otherwise. */
export function unitOf(split: Split): Unit {
  const { kind, options } = kindOf(split)
  const own = kind.scored?.(options) ?? kind.apart(options).unit
  return modifiersOf(split).reduce((unit, { use, scored }) => scored?.(split[use]) ?? unit, own)
}

/** Label columns that a split looks at beside the keys. */
export function columnsOf(split: Split): Unit[] {
  const { kind, options } = kindOf(split)
  const own = kind.columns?.(options) ?? []
  const further = modifiersOf(split).flatMap(({ use, columns }) => columns?.(split[use]) ?? [])
  return [...new Set([...own, ...further])]
}

/** The rows of a table as a split sees them. */
export function splitRows(table: Table, split: Split, target?: string) {
  const reads = modifiersOf(split).some(({ readsTarget }) => readsTarget)
  const columns = [...columnsOf(split), ...(reads && target !== undefined ? [target] : [])]
  return { keys: rowKeys(table, columns), facts: { target, ...rowSpans(table) } }
}

/**
 * Divides rows into folds so that nothing the split keeps apart is on both sides. Depends on the
 * rows' keys and times, the split and its seed alone.
 *
 * @throws {NeurarrowError} `split-impossible` when there are fewer groups than folds (or than two),
 *   or what the split needs is not there
 */
export function makeFolds(keys: RowKeys, split: Split, facts: RowFacts = {}): Fold[] {
  const { kind } = kindOf(split)
  const plain: Divide = (rows, options) => kind.divide(rows, kindOf(options).options)
  const divide = modifiersOf(split).reduce((own, { use, wrap }) => wrap(own, split[use]), plain)
  const { names, codes } = groupsOf(keys, unitOf(split))
  return divide({ keys, facts }, split).map((sides, fold) => {
    const tested = new Set(Array.from(sides.testRows, (row) => codes[row]))
    return { fold, test: names.filter((_, g) => tested.has(g)), ...sides }
  })
}

/** The split that chooses options inside the training rows of a fold, apart as the outer one. */
export function innerSplit(split: Split, folds: number, train: RowKeys): Split {
  const { kind, options } = kindOf(split)
  const own = kind.inner?.(options, folds)
  if (own !== undefined) return own
  const { unit: by } = kind.apart(options)
  const groups = groupsOf(train, by).names.length
  return { kFold: Math.max(2, Math.min(folds, groups)), by }
}
