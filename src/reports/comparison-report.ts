import type { RunsComparison, SetComparison } from '../execution/compare-runs.ts'
import { curveChart } from './chart-curve.ts'
import { pairsChart } from './chart-pairs.ts'
import { ranksChart } from './chart-ranks.ts'
import { html, type Markup } from './markup.ts'
import { page } from './page.ts'
import { figure, grid, section } from './section.ts'
import { plural } from './section-scores.ts'
import { countText, intervalText, pText, scoreText } from './wording.ts'

/** Renders a comparison of runs as one HTML file that stands by itself, as `renderReport` does. */
export function renderComparison(comparison: RunsComparison): string {
  const { title, sets, doubts } = comparison
  const names = [...new Set(sets.flatMap((set) => set.runs.map(({ name }) => name)))]
  const heading = `${title}: ${names.join(', ')}`
  const doubtful =
    doubts.length > 0 &&
    section(
      'doubts',
      'What stands in the way of a claim',
      html`<ul>${doubts.map((doubt) => html`<li>${doubt}</li>`)}</ul>`,
    )
  return page({
    title: heading,
    opening: html`<header><p class="kicker">comparison by ${comparison.metric}</p>
<h1>${heading}</h1><p class="lead">${countText(names.length, 'run')} on
${countText(sets.length, 'data set')}. Differences are between scores of the same
${plural(sets[0].unit)}; nothing is said about single rows.</p></header>
`,
    body: html`${sets.map((set, i) => setSection(set, i, title))}${acrossSection(comparison)}
${doubtful}${keysSection(sets)}`,
    closing: 'Made by neurarrow from the run.json of each run.',
  })
}

function setSection(set: SetComparison, index: number, metric: string): Markup {
  const { dataset, means, pairs, claims, unit, ranks } = set
  const scores = grid(
    ['run', '#mean'],
    Object.entries(means).map(([name, mean]) => [name, scoreText(mean)]),
  )
  return section(
    `set-${index}`,
    `${dataset}: ${countText(set.groups.length, unit, plural(unit))}`,
    html`${claims.map((claim) => html`<p>${claim}</p>`)}${scores}
${figure(
  `Difference of each pair: a tick is one ${unit}, the bar the 95 % interval of the mean`,
  pairsChart(`pairs-${index}`, metric, pairs),
  differencesTable(set),
)}${pairsTable(set)}${
  ranks &&
  figure(
    `Mean ranks over ${plural(unit)} (Friedman p ${pText(ranks.p)}); bars join what Nemenyi’s ` +
      'test cannot tell apart',
    ranksChart(`ranks-${index}`, ranks),
    grid(
      ['run', '#mean rank'],
      ranks.mean.map(({ name, rank }) => [name, scoreText(rank)]),
    ),
  )
}${curvesFigure(set, index, metric)}<p class="small">p: permutations of the pairs, all of them up to
16 ${plural(unit)}; ${correctionText(pairs)} Effect: mean over
standard deviation of the differences. Detectable: the smallest true difference that four of five
such studies find.</p>`,
  )
}

/** Curves over calibration rows of all runs that have one, on one page. */
function curvesFigure({ curves }: SetComparison, index: number, metric: string): Markup {
  if (curves.length === 0) return html``
  const rows = curves.flatMap(({ name, points }) =>
    points.map(({ shots, mean, low, high }) => [
      ...[name, String(shots)],
      ...[scoreText(mean), intervalText(low, high)],
    ]),
  )
  return figure(
    `${metric} with rows of the tested group, declared and tested at no point of a curve`,
    curveChart(`curves-${index}`, metric, curves),
    grid(['run', '#calibration rows', '#mean', '#95 % interval'], rows),
  )
}

function pairsTable({ pairs }: SetComparison): Markup {
  const columns = ['#difference', '#95 % interval', '#p', '#p (Holm)', '#p (Wilcoxon)', '#effect']
  const rows = pairs.map((pair) => [
    `${pair.better} over ${pair.other}${pair.planned ? ' (planned)' : ''}`,
    scoreText(pair.difference),
    intervalText(pair.low, pair.high),
    pText(pair.p),
    pText(pair.holmP),
    pText(pair.wilcoxonP),
    scoreText(pair.effect),
    scoreText(pair.detectable),
    `${pair.wins} / ${pair.ties} / ${pair.losses}`,
  ])
  return grid(['pair', ...columns, '#detectable', '#better / equal / worse'], rows)
}

/** Which pairs are corrected for which. */
function correctionText(pairs: SetComparison['pairs']): string {
  const planned = pairs.filter((pair) => pair.planned).length
  if (planned === 0) return 'Holm’s correction is for all pairs of this data set.'
  return (
    `Holm’s correction is for ${countText(planned, 'planned pair')} by themselves and for all ` +
    'others by themselves. That pairs were planned before scores were seen is said by whoever ' +
    'compared; no file here shows it.'
  )
}

function differencesTable({ pairs, groups, unit }: SetComparison): Markup {
  const names = pairs.map(({ better, other }) => `#${better} − ${other}`)
  const rows = groups.map((group) => [
    group,
    ...pairs.map(({ perGroup }) => scoreText(perGroup[group])),
  ])
  return grid([unit, ...names], rows)
}

function acrossSection({ across }: RunsComparison): Markup {
  if (across.length === 0) return html``
  const rows = across.map(({ better, other, datasets, z, p, holmP, effect }) => [
    `${better} over ${other}`,
    datasets.join(', '),
    scoreText(z),
    pText(p),
    pText(holmP),
    scoreText(effect),
  ])
  const columns = ['pair', 'data sets', '#z', '#p', '#p (Holm)', '#effect']
  return section(
    'across',
    'Over data sets',
    html`${grid(columns, rows)}<p class="small">Stouffer’s method, each data set weighted by
the root of how many groups it has.</p>`,
  )
}

function keysSection(sets: readonly SetComparison[]): Markup {
  const rows = sets.flatMap(({ dataset, runs }) =>
    runs.map(({ name, key }) => [name, dataset, html`<code>${key}</code>`]),
  )
  return section('runs', 'Runs', grid(['run', 'data set', 'key'], rows))
}
