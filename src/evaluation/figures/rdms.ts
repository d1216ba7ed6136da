import * as z from 'zod'
import { type FigureSeries, figureOf, makeFigure } from '../../tables/figure.ts'
import { type RdmComparison, type RdmDrawing, rdmDrawings } from '../../tables/rdm-drawing.ts'
import type { Table } from '../../tables/table.ts'
import { defineFigure, nothing } from '../figure.ts'
import { bootstrapMean, streamSeed } from '../resample.ts'

/** Resamples behind an interval. */
const resamples = 2000

/**
 * Dissimilarity matrices: the mean over subjects, each subject's own the mean over its RDMs; and
 * what the stage `compareRdms` found: its models, how alike each subject is to each of them (with
 * one subject, each RDM) with the 95 % bootstrap interval of the mean, and the noise ceiling.
 *
 * Subjects whose conditions are others than those of the first are left out and counted.
 */
export const rdms = defineFigure({
  use: 'rdms',
  title: 'Dissimilarities of conditions',
  version: 1,
  cites: ['doi:10.3389/neuro.06.004.2008'],
  options: z.strictObject({}),
  of: 'recordings',
  unscored: (stages) => stages.includes('rdm'),
  part(table: Table) {
    return makeFigure({ series: [], facts: { drawings: rdmDrawings(table) } })
  },
  draw(parts, _options, { seed }) {
    const all = parts.flatMap((part) => drawingsOf(part as Table<'figure'>))
    const found = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
    if (found.length === 0) return nothing('no stage of the pipeline makes RDMs (`rdm`)')
    const [{ conditions, distance }] = found
    const own = found.filter((one) => one.conditions.join('~') === conditions.join('~'))
    const subjects = bySubject(own)
    const means = subjects.map((drawings) => meanOf(drawings.map(({ mean }) => mean)))
    const compared = comparisonOf(subjects, seed)
    const series: FigureSeries[] = [
      {
        ...{ panel: 'rdm', series: 'mean', values: Float32Array.from(meanOf(means)) },
        groups: subjects.length,
      },
      ...(compared?.series ?? []),
    ]
    const facts = { conditions, distance, left: found.length - own.length, ...compared?.facts }
    return makeFigure({ series, facts })
  },
})

function drawingsOf(part: Table<'figure'>): RdmDrawing[] {
  return figureOf(part).facts.drawings as RdmDrawing[]
}

function bySubject(drawings: readonly RdmDrawing[]): RdmDrawing[][] {
  const groups = new Map<string, RdmDrawing[]>()
  for (const one of drawings) groups.set(one.subject, [...(groups.get(one.subject) ?? []), one])
  return [...groups.values()]
}

/** The mean of vectors of one length. */
function meanOf(vectors: readonly (readonly number[])[]): number[] {
  return vectors[0].map((_, d) => mean(vectors.map((one) => one[d])))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Models, and how alike they are to each subject or, of one subject, to each RDM. */
function comparisonOf(subjects: readonly (readonly RdmDrawing[])[], seed: number) {
  const known = subjects.flatMap(([{ subject, compared }]) =>
    compared ? [{ subject, compared }] : [],
  )
  if (known.length === 0) return undefined
  const [{ compared: first }] = known
  const isOne = known.length === 1
  const names = isOne ? first.recordings : known.map(({ subject }) => subject)
  const rows = isOne ? first.alike : known.map(({ compared }) => meanOf(compared.alike))
  const series = first.models.flatMap(({ name, values }, m): FigureSeries[] => {
    const own = Float32Array.from(rows, (row) => row[m])
    const { low, high } = bootstrapMean(own, resamples, streamSeed(seed, 11, m))
    const model = Float32Array.from(values, (value) => value ?? Number.NaN)
    return [
      { panel: 'model', series: name, values: model },
      { panel: 'alike', series: name, values: own },
      { panel: 'mean', series: name, values: Float32Array.of(mean(Array.from(own)), low, high) },
    ]
  })
  const facts = { by: first.by, of: isOne ? 'RDM' : 'subject', names, ceiling: ceilingOf(known) }
  return { series, facts }
}

/** Both ends of the ceiling, the mean over subjects that have one. */
function ceilingOf(known: readonly { readonly compared: RdmComparison }[]) {
  const ends = known.flatMap(({ compared: { ceiling } }) => (ceiling ? [ceiling] : []))
  return ends.length > 0 ? meanOf(ends) : undefined
}
