import type { ControlResult, LeakCheck, RunRecord } from '../store/run.ts'
import { leakChart } from './chart-leak.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid, section } from './section.ts'
import { metricTitle } from './section-scores.ts'
import { intervalText, scoreText } from './wording.ts'

/** What else may explain the scores: warnings of the card, controls, the leak check. */
export function controlsSection({ warnings, controls = [], leakCheck }: RunRecord): Markup {
  if (controls.length === 0 && leakCheck === undefined) return html``
  return section(
    'controls',
    'What else may explain the scores',
    html`${
      warnings.length > 0 && html`<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`
    }${controls.length > 0 && controlsTable(controls)}${leakCheck && leakFigure(leakCheck)}`,
  )
}

function controlsTable(controls: readonly ControlResult[]): Markup {
  const rows = controls.flatMap(({ title, scores, says }) =>
    Object.entries(scores).map(([use, { mean, low, high, chance }]) => [
      title,
      metricTitle(use),
      scoreText(mean),
      intervalText(low, high),
      scoreText(chance),
      says,
    ]),
  )
  return grid(['control', 'metric', '#mean', '#95 % interval', '#chance', 'says'], rows)
}

function leakFigure(leakCheck: LeakCheck): Markup {
  const { splits, metric, gap } = leakCheck
  const rows = splits.map(({ use, scores }) => {
    const { mean, low, high, chance } = scores[metric]
    return [`by ${use}`, scoreText(mean), intervalText(low, high), scoreText(chance)]
  })
  const caption =
    `Leak-o-meter: a split by windows instead of by subjects would show ${metricTitle(metric)} ` +
    `${scoreText(gap)} better. None of these is a result of the run.`
  const table = grid(['split', '#mean', '#95 % interval', '#chance'], rows)
  return figure(caption, leakChart('leak', leakCheck), table)
}
