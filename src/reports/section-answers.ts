import { rowsByCode } from '../evaluation/group.ts'
import { type Outcome, outcomeOf } from '../evaluation/predictions.ts'
import { scoredRows } from '../evaluation/score.ts'
import type { RunRecord } from '../store/run.ts'
import type { Table } from '../tables/table.ts'
import { confusionChart, confusionOf, confusionShares, percent } from './chart-confusion.ts'
import { precisionChart } from './chart-precision.ts'
import { classRocChart, groupRocChart } from './chart-roc.ts'
import { mostIntervals, scatterChart, scatterStep } from './chart-scatter.ts'
import { html, type Markup } from './markup.ts'
import { meanPrecision, precisionOf } from './precision.ts'
import { meanRoc, type Roc, rocOf } from './roc.ts'
import { figure, grid, section } from './section.ts'
import { scoreText } from './wording.ts'

/** What was answered: confusion matrix and ROC for classes, a scatter for numbers, else nothing. */
export function answersSection(record: RunRecord, predicted: Table<'predictions'>): Markup {
  const predictions = scoredRows(predicted)
  const { unit } = record.certificate
  const outcome = outcomeOf(predictions, unit, record.evaluation.positive)
  if (predictions.rows === 0) return html``
  if (outcome.candidates) return html``
  if (outcome.classes.length === 0) return section('answers', 'Answers', scatterFigure(outcome))
  const curves =
    outcome.classes.length === 2
      ? [groupRocFigure(outcome, unit), precisionFigure(outcome, unit)]
      : classRocFigure(outcome)
  const row = outcome.classes.length === 2 ? 'three' : 'pair'
  const body = html`<div class="${row}">${confusionFigure(outcome)}${curves}</div>`
  return section('answers', 'Answers', body)
}

function confusionFigure({ classes, truth, prediction }: Outcome): Markup {
  const confusion = confusionOf(classes, truth, prediction)
  const shares = confusionShares(confusion)
  const k = classes.length
  const rows = classes.map((name, c) => [
    name,
    ...classes.map((_, d) => `${confusion.counts[c * k + d]} (${percent(shares[c * k + d])})`),
  ])
  const table = grid(['true \\ predicted', ...classes.map((name) => `#${name}`)], rows)
  const caption = 'Confusion over all tested rows: share of each true class, and rows'
  return figure(caption, confusionChart('confusion', confusion), table)
}

/** A curve of each group, of those that have one. */
function groupCurves<T>(
  outcome: Outcome,
  of: (truth: Float64Array, scores: Float64Array, code: number) => T | undefined,
): T[] {
  const { positive, groups, truth } = outcome
  const scores = column(outcome, positive)
  return rowsByCode(groups.codes, groups.names.length)
    .map((rows) => {
      const own = Float64Array.from(rows, (row) => truth[row])
      return of(
        own,
        Float64Array.from(rows, (row) => scores[row]),
        positive,
      )
    })
    .filter((curve) => curve !== undefined)
}

function precisionFigure(outcome: Outcome, unit: string): Markup | undefined {
  const { classes, positive, truth } = outcome
  const curves = groupCurves(outcome, precisionOf)
  if (curves.length === 0) return undefined
  const share = truth.filter((code) => code === positive).length / truth.length
  const rows = meanPrecision(curves, [0.1, 0.25, 0.5, 0.75, 0.9]).map((one) => [
    ...[String(one.recall), scoreText(one.mean), scoreText(one.deviation)],
  ])
  const caption =
    `Precision and recall of “${classes[positive]}”: each ${unit}, their mean and one standard ` +
    'deviation; dashed, what guessing reaches'
  const table = grid(['recall', '#precision', '#deviation'], rows)
  return figure(caption, precisionChart('precision', curves, share), table)
}

function groupRocFigure(outcome: Outcome, unit: string): Markup {
  const { classes, positive } = outcome
  const rocs = groupCurves(outcome, rocOf)
  const name = classes[positive]
  const caption = `ROC of “${name}”: each ${unit}, their mean and one standard deviation`
  if (rocs.length === 0) return figure(`${caption}: no ${unit} has both classes`, html``, undefined)
  const rates = [0.01, 0.05, 0.1, 0.2, 0.3, 0.5]
  const rows = meanRoc(rocs, rates).map(({ rate, mean, deviation }) => [
    String(rate),
    scoreText(mean),
    scoreText(deviation),
  ])
  const table = grid(['false positive rate', '#true positive rate', '#deviation'], rows)
  return figure(caption, groupRocChart('roc', rocs), table)
}

function classRocFigure(outcome: Outcome): Markup {
  const { classes, truth } = outcome
  const known = classes
    .map((name, code) => {
      const roc = rocOf(truth, column(outcome, code), code)
      return { name, roc, area: roc ? areaOf(roc) : Number.NaN }
    })
    .filter((one): one is { name: string; roc: Roc; area: number } => one.roc !== undefined)
  const rows = known.map(({ name, area }) => [name, scoreText(area)])
  const caption = `ROC of each class against the rest, over all tested rows, with its area`
  return figure(caption, classRocChart('roc', known), grid(['class', '#area'], rows))
}

/** The area under a ROC by trapezoids. */
function areaOf({ falsePositive, truePositive }: Roc): number {
  let area = 0
  for (let i = 1; i < falsePositive.length; i++) {
    const width = falsePositive[i] - falsePositive[i - 1]
    area += (width * (truePositive[i] + truePositive[i - 1])) / 2
  }
  return area
}

function column({ scores, classes }: Outcome, code: number): Float64Array {
  const k = classes.length
  return Float64Array.from({ length: scores.length / k }, (_, r) => scores[r * k + code])
}

function scatterFigure({ truth, prediction, deviations }: Outcome): Markup {
  const left = truth.map((value, r) => prediction[r] - value).sort()
  const at = (part: number) => left[Math.round(part * (left.length - 1))]
  const rows = [0.05, 0.25, 0.5, 0.75, 0.95].map((part) => [`${100 * part} %`, scoreText(at(part))])
  const table = grid(['of rows have at most', '#prediction − truth'], rows)
  const step = scatterStep(truth.length)
  const some = step > 1 ? `; one of ${step} rows is drawn` : ''
  const isDrawn = deviations !== undefined && truth.length <= mostIntervals
  const lines = isDrawn ? ', with 1.96 standard deviations on both sides' : ''
  return figure(
    `Truth against prediction${lines}${some}`,
    scatterChart('scatter', { truth, prediction, deviations }),
    table,
  )
}
