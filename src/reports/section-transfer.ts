import type { RunRecord, RunTransfer, TransferSet } from '../store/run.ts'
import { html, type Markup, type Part } from './markup.ts'
import { grid, section } from './section.ts'
import { metricTitle, plural } from './section-scores.ts'
import { countText, isDefined, listText, scoreText } from './wording.ts'

/**
 * Which of two data sets was trained on and which tested, what was brought into common words, and
 * how well the people of each are decoded; nothing for a run on one data set.
 */
export function transferSection(record: RunRecord): Markup {
  const { transfer } = record.data
  if (transfer?.sets === undefined) return html``
  const rows = transfer.sets.map((set) => setRow(set, record))
  const metrics = Object.keys(record.scores).map((use) => `#${metricTitle(use)}`)
  const columns = ['data set', 'licence', '#people', '#recordings', '#rows', '#tested', ...metrics]
  return section(
    'transfer',
    'From one data set to another',
    html`<p>${transferText(record)}</p>${grid(columns, rows)}
${mapList(transfer)}<p class="small">Figures are means over the tested
${plural(record.certificate.unit)} of a data set. Devices, places, instructions and people differ
between data sets: what is lost against a test within one of them has all of these causes, and
nothing here tells them apart.</p>`,
  )
}

/** Who was trained on and who was tested, in a sentence; empty for a run on one data set. */
export function transferText(record: RunRecord): string {
  const { transfer } = record.data
  if (transfer?.sets === undefined) return ''
  const tested = transfer.sets.filter((set) => testedOf(set, record).length > 0)
  const others = transfer.sets.filter((set) => testedOf(set, record).length === 0)
  const names = (sets: readonly TransferSet[]) => listText(sets.map(({ dataset }) => dataset))
  if (tested.length === 1 && others.length === 1) {
    const count = testedOf(tested[0], record).length
    const { unit } = record.certificate
    return (
      `Everything that is fitted saw people of ${names(others)} alone; tested were ` +
      `${countText(count, unit, plural(unit))} of ${names(tested)}.`
    )
  }
  return `People of ${names(transfer.sets)} stand side by side, and of both some are tested.`
}

function setRow(set: TransferSet, record: RunRecord): Part[] {
  const tested = testedOf(set, record)
  const { dataset, licence, subjects, recordings, rows } = set
  const means = Object.values(record.scores).map(({ perGroup }) => {
    const values = tested.map((name) => perGroup[name]).filter(isDefined)
    return values.length === 0
      ? '–'
      : scoreText(values.reduce((sum, value) => sum + value, 0) / values.length)
  })
  return [dataset, licence ?? '–', subjects, recordings, rows, tested.length, ...means]
}

/** Tested groups of a data set: those of the second are called `<dataset>:<name>`. */
function testedOf({ dataset }: TransferSet, { data, folds }: RunRecord): string[] {
  const second = data.transfer?.dataset ?? ''
  const isSecond = (name: string) => name.startsWith(`${second}:`)
  const all = [...new Set(folds.flatMap(({ test }) => test))]
  return all.filter((name) => isSecond(name) === (dataset === second))
}

function mapList({ dataset, labels = {}, channels = {} }: RunTransfer): Part {
  const ours = Object.entries(labels).flatMap(([column, words]) =>
    Object.entries(words).map(([theirs, own]) => [`label ${column}`, theirs, own]),
  )
  const named = Object.entries(channels).map(([theirs, own]) => ['channel', theirs, own])
  const rows = [...ours, ...named]
  return (
    rows.length > 0 && html`<h3>Words of ${dataset}</h3>${grid(['what', 'there', 'here'], rows)}`
  )
}
