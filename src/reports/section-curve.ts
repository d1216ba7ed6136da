import type { RunRecord } from '../store/run.ts'
import { curveChart } from './chart-curve.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid, section } from './section.ts'
import { metricTitle } from './section-scores.ts'
import { intervalText, scoreText } from './wording.ts'

/** Scores by the number of declared calibration rows; nothing where the split has none. */
export function curveSection({ curve = [], certificate }: RunRecord): Markup {
  if (curve.length === 0) return html``
  const charts = Object.keys(curve[0].byMetric).map((use) => {
    const points = curve.map(({ shots, byMetric }) => ({ shots, ...byMetric[use] }))
    const rows = points.map(({ shots, mean, low, high }) => {
      return [String(shots), scoreText(mean), intervalText(low, high)]
    })
    const table = grid(['calibration rows', '#mean', '#95 % interval'], rows)
    const title = metricTitle(use)
    return figure(title, curveChart(`curve-${use}`, title, [{ name: use, points }]), table)
  })
  return section(
    'curve',
    'With rows of the tested group',
    html`<div class="pair">${charts}</div>
<p class="small">Rows of each tested ${certificate.unit} were
trained on, as the split declares. They are tested at no point of the curve, so all points test the
same rows; the scores above are those of the last.</p>`,
  )
}
