import { rowsByCode } from '../evaluation/group.ts'
import { type Outcome, outcomeOf } from '../evaluation/predictions.ts'
import type { RunRecord } from '../store/run.ts'
import type { Table } from '../tables/table.ts'
import { confusionChart, confusionOf, confusionShares, percent } from './chart-confusion.ts'
import { classRocChart, groupRocChart } from './chart-roc.ts'
import { scatterChart } from './chart-scatter.ts'
import { html, type Markup } from './markup.ts'
import { meanRoc, type Roc, rocOf } from './roc.ts'
import { figure, grid, section } from './section.ts'
import { scoreText } from './wording.ts'

/** What was answered: confusion matrix and ROC for classes, a scatter for numbers, else nothing. */
export function answersSection(record: RunRecord, predictions: Table<'predictions'>): Markup {
  const { unit } = record.certificate
  const outcome = outcomeOf(predictions, unit, record.evaluation.positive)
  if (predictions.rows === 0) return html``
  if (outcome.candidates) return html``
  if (outcome.classes.length === 0) return section('answers', 'Answers', scatterFigure(outcome))
  const roc = outcome.classes.length === 2 ? groupRocFigure(outcome, unit) : classRocFigure(outcome)
  const body = html`<div class="pair">${confusionFigure(outcome)}${roc}</div>`
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

function groupRocFigure(outcome: Outcome, unit: string): Markup {
  const { classes, positive, groups, truth } = outcome
  const scores = column(outcome, positive)
  const rocs = rowsByCode(groups.codes, groups.names.length)
    .map((rows) =>
      rocOf(
        Float64Array.from(rows, (row) => truth[row]),
        Float64Array.from(rows, (row) => scores[row]),
        positive,
      ),
    )
    .filter((roc) => roc !== undefined)
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

function scatterFigure({ truth, prediction }: Outcome): Markup {
  const left = truth.map((value, r) => prediction[r] - value).sort()
  const at = (part: number) => left[Math.round(part * (left.length - 1))]
  const rows = [0.05, 0.25, 0.5, 0.75, 0.95].map((part) => [`${100 * part} %`, scoreText(at(part))])
  const table = grid(['of rows have at most', '#prediction − truth'], rows)
  return figure('Truth against prediction', scatterChart('scatter', truth, prediction), table)
}
