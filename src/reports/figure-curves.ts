import type { FigureData, FigureSeries } from '../tables/figure.ts'
import { curvesChart } from './chart-curves.ts'
import type { Draw } from './draw.ts'
import { figure, grid } from './section.ts'
import { listText, scoreText, tickText, unitText } from './wording.ts'

/** Spectra of each class, a panel a channel. */
export const classSpectraFigure: Draw = (of, data, record) => {
  const unit = unitText(String(data.facts.unit ?? 'uV'))
  return drawn(of.name, data, {
    title: of.title,
    caption: captionOf('Spectra of each class', data, record.certificate.unit),
    names: ['frequency in Hz', `power in dB (${unit}²/Hz)`],
    at: 'Hz',
  })
}

/** Evoked responses of each class, a panel a channel. */
export const evokedFigure: Draw = (of, data, record) => {
  const unit = unitText(String(data.facts.unit ?? 'uV'))
  return drawn(of.name, data, {
    title: of.title,
    caption: captionOf('Evoked responses of each class', data, record.certificate.unit),
    names: ['time in s', unit],
    at: 's',
    marks: { heights: [0], moments: within(data, 0) },
  })
}

/** Change of band power of each class, a panel a channel. */
export const desynchronisationFigure: Draw = (of, data, record) => {
  const { bandHz, referenceS } = data.facts as { bandHz: number[]; referenceS: number[] }
  const what =
    `Power between ${bandHz[0]} and ${bandHz[1]} Hz along windows, in percent of that from ` +
    `${tickText(referenceS[0])} to ${tickText(referenceS[1])} s`
  return drawn(of.name, data, {
    title: of.title,
    caption: captionOf(what, data, record.certificate.unit),
    names: ['time in s', 'change in %'],
    at: 's',
    marks: { heights: [0], moments: within(data, 0) },
  })
}

interface Words {
  readonly title: string
  readonly caption: string
  readonly names: readonly [string, string]
  /** The unit along the curves. */
  readonly at: string
  readonly marks?: { heights?: readonly number[]; moments?: readonly number[] }
}

function drawn(id: string, data: FigureData, { title, caption, names, at, marks }: Words) {
  const { series } = data
  const x = data.facts.x as number[]
  const says = saysOf(series, x, at)
  const chart = curvesChart({ ...{ id, title, says, x, names, series }, ...marks })
  const rows = series.map((one) => {
    const top = highest(one)
    const cells = [one.panel, one.series, scoreText(one.values[top]), `${tickText(x[top])} ${at}`]
    return [...cells, scoreText(one.low?.[top]), scoreText(one.high?.[top])]
  })
  const columns = ['channel', 'class', '#highest', '#at', '#interval from', '#to']
  return figure(caption, chart, grid(columns, rows))
}

function captionOf(what: string, { series }: FigureData, unit: string): string {
  const groups = Math.max(...series.map(({ groups: count = 0 }) => count))
  const over = `mean over ${groups} ${unit}${groups === 1 ? '' : 's'}`
  return `${what}: ${over}${groups > 1 ? ' and its 95 % interval' : ''}`
}

function within({ facts }: FigureData, time: number): number[] {
  const x = facts.x as number[]
  return x[0] < time && x[x.length - 1] > time ? [time] : []
}

function highest({ values }: FigureSeries): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0)
}

function saysOf(series: readonly FigureSeries[], x: readonly number[], at: string): string {
  const [first] = series
  const own = series.filter(({ panel }) => panel === first.panel)
  const told = own.map((one) => {
    const top = highest(one)
    return `${one.series} highest at ${tickText(x[top])} ${at} with ${scoreText(one.values[top])}`
  })
  return `At ${first.panel}: ${listText(told)}.`
}
