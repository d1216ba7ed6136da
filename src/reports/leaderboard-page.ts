import type { Board, Entry } from '../execution/leaderboard.ts'
import { boardChart } from './chart-board.ts'
import { html, type Markup } from './markup.ts'
import { page } from './page.ts'
import { figure, grid, section } from './section.ts'
import { metricTitle, plural } from './section-scores.ts'
import { countText, intervalText, listText, pText, scoreText } from './wording.ts'

/** Renders boards of runs as one HTML file that stands by itself, as `renderReport` does. */
export function renderLeaderboard(boards: readonly Board[]): string {
  const runs = boards.reduce((sum, { entries }) => sum + entries.length, 0)
  const heading = `${countText(runs, 'run')} on ${countText(boards.length, 'question')}`
  const links = boards.map(({ dataset, target }, i) => {
    return html`<a href="#board-${i}">${dataset}: ${target}</a>`
  })
  return page({
    title: `Leaderboard: ${heading}`,
    opening: html`<header><p class="kicker">leaderboard</p><h1>${heading}</h1>
<p class="lead">Runs stand together when they decode the same target of the same data set, scored
over the same kind of group by the same metric.</p>
<nav aria-label="Parts of this page">${links}</nav></header>
`,
    body: html`${boards.map(boardSection)}`,
    closing: 'Made by neurarrow from the run.json of each run.',
  })
}

function boardSection(board: Board, index: number): Markup {
  const { dataset, target, unit, metric, entries, doubts } = board
  const title = metricTitle(metric)
  const id = `board-${index}`
  const rows = entries.map((entry, place) => [
    String(place + 1),
    entry.name,
    ...[scoreText(entry.mean), intervalText(entry.low, entry.high), scoreText(entry.chance)],
    ...[
      pText(entry.p),
      entry.groups,
      certificateText(entry),
      html`<code>${entry.key.slice(0, 8)}</code>`,
    ],
  ])
  const columns = [
    'place',
    'run',
    `#${title}`,
    '#95 % interval',
    '#chance',
    '#p',
    `#${plural(unit)}`,
  ]
  const chart = boardChart({
    ...{ id: `${id}-chart`, title: `${title} of runs on ${dataset}`, metric: title, entries },
  })
  const caption = `${title}: mean over ${plural(unit)} with its 95 % interval`
  return section(
    id,
    `${dataset}: ${target} of each ${unit}`,
    html`${figure(caption, chart, undefined)}${grid([...columns, 'certificate', 'key'], rows)}
${doubts.length > 0 && html`<ul>${doubts.map((doubt) => html`<li>${doubt}</li>`)}</ul>`}
${
  entries.length > 1 &&
  html`<p class="small">Intervals are of each run by itself, so that two may overlap and yet differ
clearly ${unit} by ${unit}: which runs differ is said by <code>neurarrow compare</code>. The best of
many runs looks better than it is.</p>`
}`,
  )
}

function certificateText({ clean, transductive, fewShot }: Entry): string {
  const words = [clean ? 'clean' : 'not clean']
  if (transductive.length > 0) words.push(`transductive (${listText(transductive)})`)
  if (fewShot) words.push('few-shot')
  return words.join(', ')
}
