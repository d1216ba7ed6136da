import { metricNamed } from '../evaluation/metrics.ts'
import type { MetricScore } from '../evaluation/score.ts'
import { naturalOrder } from '../kernels/natural-order.ts'
import type { RunRecord } from '../store/run.ts'
import { groupsChart } from './chart-groups.ts'
import { stripChart } from './chart-strip.ts'
import { html, type Markup, type Part } from './markup.ts'
import { figure, grid, section } from './section.ts'
import { countText, intervalText, isDefined, listText, pText, scoreText } from './wording.ts'

/** The figures that everyone looks for first: each metric with interval, chance and p. */
export function headlineSection({ scores, certificate }: RunRecord): Markup {
  const rows = Object.entries(scores).map(([use, score], i) => {
    const { mean, low, high, chance, p, pooled } = score
    const title = metricTitle(use)
    const groups = Object.values(score.perGroup)
    return html`<tr><th scope="row">${title}</th><td class="big">${scoreText(mean)}</td>
<td class="strip">${stripChart({ id: `strip-${i}`, title, mean, low, high, chance, groups })}</td>
<td class="number">${intervalText(low, high)}</td>
<td class="number">${scoreText(chance)}
(${scoreText(score.chanceBound)})</td><td class="number">${pText(p)}</td>
<td class="number">${scoreText(pooled)}</td></tr>`
  })
  const doubt =
    !certificate.clean &&
    html`<p class="doubt"><strong>These scores come without a clean certificate.</strong> What is
missing is said under <a href="#certificate">Certificate</a>.</p>`
  const undefinedIn = Object.entries(scores).filter(([, one]) => one.undefinedGroups.length > 0)
  return section(
    'scores',
    'Scores',
    html`${doubt}<div class="wide"><table class="headline"><thead><tr><th scope="col">Metric</th>
<th scope="col">Mean</th><th scope="col"><span class="hidden">Picture</span></th>
<th scope="col" class="number">95 % interval</th><th scope="col" class="number">Chance</th>
<th scope="col" class="number">p</th><th scope="col" class="number">Pooled</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<p class="small">The mean is over ${plural(certificate.unit)}, each scored by itself; the interval
is a BCa bootstrap over ${plural(certificate.unit)}. Chance is the mean of the same figure with
labels shuffled within each ${certificate.unit}, behind it what shuffled labels pass in 5 % of cases
with so few rows; p is the share of shuffles at least as good, of all arrangements where these are
few. Pooled takes all tested rows at once. In the picture: <span class="key dot-key"></span> mean,
<span class="key bar-key"></span> interval, <span class="key rug-key"></span> each
${certificate.unit}, <span class="key chance-key"></span> chance.</p>
${Object.entries(scores).map(([use, score]) => repeatsNote(use, score))}
${undefinedIn.map(([use, score]) => undefinedNote(use, score, certificate.unit))}`,
  )
}

/** What hangs on how the split was drawn. */
function repeatsNote(use: string, { repeats = [] }: MetricScore): Part {
  const values = repeats.filter(isDefined)
  if (values.length < 2) return false
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return html`<p class="small">${metricTitle(use)} of each of ${countText(values.length, 'draw')} of
the split: ${listText(values.map(scoreText), 20)}; their standard deviation is
${scoreText(Math.sqrt(squares / (values.length - 1)))}.</p>`
}

function undefinedNote(
  use: string,
  { undefinedGroups: groups }: MetricScore,
  unit: string,
): Markup {
  const verb = groups.length === 1 ? 'is' : 'are'
  return html`<p class="small">${metricTitle(use)} is not defined in
${countText(groups.length, unit)}, which ${verb} not in its mean: ${listText(groups)}.</p>`
}

/** The scores of each group: a chart and a table for each metric. */
export function groupsSection({ scores, certificate }: RunRecord): Markup {
  const entries = Object.entries(scores)
  const width = entries.length < 3 ? 460 : 310
  const charts = entries.map(([use, score]) => {
    const title = metricTitle(use)
    const names = Object.keys(score.perGroup).sort(naturalOrder)
    const groups = names.map((name) => ({
      ...{ name, value: score.perGroup[name] },
      ...{ low: score.intervals[name]?.low, high: score.intervals[name]?.high },
    }))
    const { mean, chance } = score
    const higherIsBetter = metricNamed(use)?.higherIsBetter ?? true
    const id = `groups-${use.replace(/[^\w-]+/g, '-')}`
    const chart = groupsChart({ id, title, mean, chance, higherIsBetter, width, groups })
    return figure(title, chart, groupsTable(score, names, certificate.unit))
  })
  return section(
    'groups',
    `Each ${certificate.unit} by itself`,
    html`<div class="${entries.length < 3 ? 'pair' : 'three'}">${charts}</div>
<p class="small">A dot is one tested ${certificate.unit}, its line the 95 %
interval from a bootstrap over the ${certificate.unit}’s rows.
${entries.map(([use, score]) => `${influence(use, score)} `)}</p>`,
  )
}

function groupsTable(score: MetricScore, names: readonly string[], unit: string): Markup {
  const rows = names.map((name) => {
    const interval = score.intervals[name]
    const range = intervalText(interval?.low, interval?.high)
    const bound = scoreText(interval?.chanceBound)
    const without = scoreText(score.without[name])
    return [name, scoreText(score.perGroup[name]), range, bound, without, interval?.rows ?? '–']
  })
  const columns = ['#value', '#95 % interval', '#chance passes', '#mean without', '#rows']
  return grid([unit, ...columns], rows)
}

/** Which group moves the mean most when it is left out. */
function influence(use: string, score: MetricScore): string {
  const shifts = Object.entries(score.without).filter(([, value]) => isDefined(value))
  if (shifts.length < 2) return ''
  const apart = ([, value]: [string, number]) => Math.abs(value - score.mean)
  const [name, value] = shifts.reduce((most, one) => (apart(one) > apart(most) ? one : most))
  const moved = `Without ${name} the mean of ${metricTitle(use)} is ${scoreText(value)}`
  return `${moved}; no other moves it more.`
}

/** The title of a metric, or its name when it is not known here. */
export function metricTitle(use: string): string {
  return metricNamed(use)?.title ?? use
}

/** `subjects`, `sessions`, … */
export function plural(unit: string): string {
  return `${unit}s`
}
