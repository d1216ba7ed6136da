import type { RunRecord } from '../store/run.ts'
import { type FigureData, mapKey } from '../tables/figure.ts'
import { modelsChart } from './chart-compared-models.ts'
import { html, type Markup, type Part } from './markup.ts'
import { figure, grid, section } from './section.ts'
import { countText, intervalText, isDefined, scoreText } from './wording.ts'

/** The map that is drawn here and not among the signals. */
export const modelsMap = 'rdmModels'

/** More features than this are left to the file of the map. */
const most = 15

/**
 * What models reach against what noise allows: weights of models of RDMs with the noise ceiling
 * across people, and correlations of encoding models over theirs; nothing without such maps.
 */
export function modelsSection(record: RunRecord, figures: ReadonlyMap<string, FigureData>): Markup {
  const of = (use: string) => {
    const isAsked = (record.maps ?? []).some((map) => map.use === use)
    return isAsked ? figures.get(mapKey(use)) : undefined
  }
  const parts = [rdmModelsPart(of(modelsMap)), ceilingsPart(of('responses'))]
  if (parts.every((part) => part === undefined)) return html``
  return section('models', 'Models and what noise allows', parts)
}

/** Models of RDMs, a row each, and the weighted ones between the ends of the ceiling. */
function rdmModelsPart(data: FigureData | undefined): Part {
  if (data === undefined) return undefined
  const series = seriesOf(data)
  const { alike, weight, weighted, ceilingLow, ceilingHigh } = series
  if (!alike || !weighted || !ceilingLow || !ceilingHigh) return undefined
  const first = (values: Float32Array) => values.find((value) => isDefined(value))
  const [low, high, all] = [ceilingLow, ceilingHigh, weighted].map(first)
  const rows = namesOf(data).map((name, d) => [name, scoreText(weight?.[d]), scoreText(alike[d])])
  const total = ['all, weighted', '', scoreText(all)]
  const bare = { low: Number.NaN, high: Number.NaN, each: [] }
  const models = [
    ...namesOf(data).map((name, d) => ({ name, mean: alike[d], ...bare })),
    { name: 'all, weighted', mean: all ?? Number.NaN, ...bare },
  ]
  const ceiling = [low, high].filter(isDefined)
  const chart = modelsChart({
    id: 'rdm-models',
    measure: 'likeness to other people',
    models,
    ceiling,
  })
  return html`<h3>Models of dissimilarities</h3>
<p>The noise ceiling across people is ${intervalText(low, high)}: what the others have in common
tells a tested person that well, without and with that person. The weighted models reach
${scoreText(all)}${shareText(all, low)}.</p>
${figure('Models by themselves and weighted; the band is the noise ceiling', chart, undefined)}
${grid(['model', '#weight', '#by itself'], [...rows, total])}
<p class="small">Weights are fitted on the training people; all numbers are means over tested people
and folds.</p>`
}

function shareText(value: number | undefined, ceiling: number | undefined): string {
  if (!isDefined(value) || !isDefined(ceiling) || ceiling <= 0) return ''
  return `, ${Math.round((100 * value) / ceiling)} % of its lower end`
}

/** The best predicted features with the largest correlation that noise allows. */
function ceilingsPart(data: FigureData | undefined): Part {
  if (data === undefined) return undefined
  const { r, ccMax, ccNorm, spe, q } = seriesOf(data)
  if (!r || !ccMax || !ccNorm) return undefined
  const names = namesOf(data)
  const known = Array.from(names.keys()).filter((d) => isDefined(ccNorm[d]))
  const best = [...known].sort((a, b) => ccNorm[b] - ccNorm[a]).slice(0, most)
  const mean = (values: Float32Array) => known.reduce((sum, d) => sum + values[d] / known.length, 0)
  const row = (d: number) => [
    names[d],
    ...[r, ccMax, ccNorm, spe, q].map((map) => scoreText(map?.[d])),
  ]
  const shown = ['#r', '#ccMax', '#ccNorm', '#spe']
  const all = countText(names.length, 'feature')
  const means =
    known.length === 0
      ? ''
      : ` On average noise allows a correlation of ${scoreText(mean(ccMax))} with the mean response
(ccMax), and predictions reach ${scoreText(mean(ccNorm))} of what it allows (ccNorm).`
  const more =
    known.length > most &&
    html`<p class="small">The ${most} highest of ${known.length};
all are in maps/responses.arrow.</p>`
  return html`<h3>Noise ceilings of responses</h3><p>Of ${all} ${known.length} have a signal
that repeats.${means}</p>
${known.length > 0 && grid(['feature', ...shown, '#q'], best.map(row))}${more}`
}

function seriesOf({ series }: FigureData): Readonly<Record<string, Float32Array | undefined>> {
  return Object.fromEntries(series.map(({ series: name, values }) => [name, values]))
}

function namesOf({ facts }: FigureData): string[] {
  return facts.names as string[]
}
