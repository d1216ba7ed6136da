import type { RunRecord } from '../store/run.ts'
import { coverageChart } from './chart-coverage.ts'
import { reliabilityChart } from './chart-reliability.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid, section } from './section.ts'
import { plural } from './section-scores.ts'
import { scoreText } from './wording.ts'

/** What probabilities and sets of classes are worth; nothing when the head gives neither. */
export function confidenceSection(record: RunRecord): Markup {
  const parts = [reliability(record), coverage(record)].filter((part) => part !== undefined)
  if (parts.length === 0) return html``
  return section('confidence', 'Confidence', html`<div class="pair">${parts}</div>`)
}

function reliability({ calibration }: RunRecord): Markup | undefined {
  if (calibration === undefined) return undefined
  const rows = calibration.bins.map(({ from, to, rows: count, confidence, accuracy }) => [
    `${from.toFixed(1)} to ${to.toFixed(1)}`,
    count,
    scoreText(confidence),
    scoreText(accuracy),
  ])
  const { ece, brier } = calibration
  const caption =
    `Reliability: calibration error ${scoreText(ece)}, Brier score ${scoreText(brier)}, ` +
    'over all tested rows'
  const table = grid(['largest probability', '#rows', '#confidence', '#accuracy'], rows)
  return figure(caption, reliabilityChart('reliability', calibration), table)
}

function coverage({ coverage: levels = [], certificate }: RunRecord): Markup | undefined {
  if (levels.length === 0) return undefined
  const rows = levels.map((one) => [
    String(one.level),
    scoreText(one.coverage),
    scoreText(one.size),
    scoreText(one.answered),
    scoreText(one.accuracy),
  ])
  const columns = ['asked for', '#held', '#classes in a set', '#answered', '#right of these']
  const caption =
    'Split-conformal sets: those of one class are answers; beside each point the share that sets ' +
    `are asked to hold; calibrated on all other ${plural(certificate.unit)}`
  return figure(caption, coverageChart('coverage', levels), grid(columns, rows))
}
