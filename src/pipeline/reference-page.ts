import type { Head } from '../head.ts'
import type { Stage } from '../stage.ts'
import { describeHead, describeStage, type OptionLine } from './reference.ts'

/**
 * Writes the reference of all stages and heads as one Markdown page.
 *
 * It is generated from the schemas alone: equal lists give equal text, and a test compares the
 * page in the repository with it.
 */
export function referencePage(stages: readonly Stage[], heads: readonly Head[]): string {
  const stageParts = stages.map((stage) => {
    const { use, title, reads, writes, scope, options, cites } = describeStage(stage)
    const flow = `Reads ${reads.join(' or ')}, writes ${writes === 'same' ? 'the same' : writes}.`
    return part(use, `${title}. ${flow} Scope: ${scope}.`, options, cites)
  })
  const headParts = heads.map((head) => {
    const { use, title, reads, predicts, options, cites } = describeHead(head)
    const what =
      { both: 'classes or numbers', all: 'classes, numbers or vectors' }[predicts] ?? predicts
    return part(use, `${title}. Reads ${reads}, predicts ${what}.`, options, cites)
  })
  const intro =
    'Written by `neurarrow stages --markdown` from the options schemas; do not edit by hand.'
  const pieces = ['# Reference', intro, '## Stages', ...stageParts, '## Heads', ...headParts]
  return `${pieces.join('\n\n')}\n`
}

function part(
  use: string,
  words: string,
  options: readonly OptionLine[],
  cites: readonly string[],
): string {
  const rows = options.map((option) => {
    const cells = [`\`${option.name}\``, typeCell(option), defaultCell(option), option.description]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  const table = ['| option | value | default | meaning |', '|---|---|---|---|', ...rows].join('\n')
  const pieces = [`### ${use}`, words, rows.length > 0 ? table : 'No options.']
  if (cites.length > 0) pieces.push(`See ${cites.join('; ')}.`)
  return pieces.join('\n\n')
}

function typeCell({ type, unit, range }: OptionLine): string {
  const inUnit = unit === undefined || unit === '1' ? '' : `, ${unit}`
  return `${type}${inUnit}${range === undefined ? '' : ` (${range})`}`
}

function defaultCell(option: OptionLine): string {
  if (option.default !== undefined) return `\`${option.default}\``
  return option.required ? 'required' : ''
}
