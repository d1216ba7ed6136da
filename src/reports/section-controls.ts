import type { ControlResult, LeakCheck, RefitChance, RunRecord } from '../store/run.ts'
import { leakChart } from './chart-leak.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid, section } from './section.ts'
import { metricTitle } from './section-scores.ts'
import { intervalText, pText, scoreText } from './wording.ts'

/** What else may explain the scores: warnings of the card, controls, the leak check. */
export function controlsSection(record: RunRecord): Markup {
  const { warnings, controls = [], refit, leakCheck } = record
  if (controls.length === 0 && !refit && !leakCheck) return html``
  return section(
    'controls',
    'What else may explain the scores',
    html`${
      warnings.length > 0 && html`<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`
    }${controls.length > 0 && controlsTable(controls)}${
      refit && refitTable(refit)
    }${leakCheck && leakFigure(leakCheck)}`,
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

function refitTable({ refits, scores }: RefitChance): Markup {
  const rows = Object.entries(scores).map(([use, { chance, chanceBound, p }]) => [
    metricTitle(use),
    ...[chance, chanceBound].map(scoreText),
    pText(p),
  ])
  const table = grid(['metric', '#chance', '#passed in 5 %', '#p'], rows)
  const says = `All folds fitted anew ${refits} times on labels shuffled within groups:`
  return html`<p>${says}</p>${table}`
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
  return figure(caption, leakChart('leak', metricTitle(metric), leakCheck), table)
}
