import type { Command } from 'commander'
import type { RunsComparison, SetComparison } from '../execution/compare-runs.ts'
import { paragraph, printJson, printTable, say } from './output.ts'
import { figuresOption, writeFigures } from './write-figures.ts'

interface CompareFlags {
  readonly metric?: string
  readonly planned: readonly string[]
  readonly html?: string
  readonly figures?: string
  readonly force?: boolean
  readonly json?: boolean
}

/** Adds `neurarrow compare`: runs group by group, and what may be claimed. */
export function addCompare(program: Command): void {
  const gather = (value: string, before: string[]) => [...before, value]
  program
    .command('compare')
    .description('compare runs subject by subject, and say what may be claimed')
    .argument('<runs...>', 'folders of runs, each FOLDER or NAME=FOLDER')
    .option('--metric <name>', 'the metric; the first that all runs have by default')
    .option(
      '--planned <a,b>',
      'a pair chosen before scores were seen: no part of the rest',
      gather,
      [],
    )
    .option('--html <file>', 'write the comparison as one HTML file')
    .addOption(figuresOption())
    .option('--force', 'replace the file when it exists')
    .option('--json', 'one JSON document on stdout')
    .action(compareAction)
}

async function compareAction(runs: readonly string[], flags: CompareFlags): Promise<void> {
  const { readRun } = await import('../store/read-run.ts')
  const { compareRuns, runName } = await import('../execution/compare-runs.ts')
  const named = runs.map((text) => {
    const [, name, path] = /^([^=/]+)=(.+)$/.exec(text) ?? [undefined, undefined, text]
    const { record } = readRun(path)
    return { name: name ?? runName(record), record }
  })
  const names = named.map(({ name }) => name)
  const comparison = compareRuns(named, {
    metric: flags.metric,
    planned: flags.planned.map((text) => pairFrom(text, names)),
  })
  if (flags.html !== undefined || flags.figures !== undefined) await draw(comparison, flags)
  if (flags.json) printJson(comparison)
  else show(comparison)
}

/** Of `A,B` the names of two runs, which may hold commas themselves. */
function pairFrom(text: string, names: readonly string[]): [string, string] {
  const parts = text.split(',')
  const pairs = parts.slice(1).map((_, i): [string, string] => {
    return [parts.slice(0, i + 1).join(','), parts.slice(i + 1).join(',')]
  })
  return pairs.find((pair) => pair.every((name) => names.includes(name))) ?? pairs[0] ?? [text, '']
}

async function draw(comparison: RunsComparison, flags: CompareFlags): Promise<void> {
  const { renderComparison } = await import('../reports/comparison-report.ts')
  const { writeFileWhole } = await import('./write-file.ts')
  const page = renderComparison(comparison)
  if (flags.html !== undefined) {
    writeFileWhole(flags.html, page, flags.force ?? false)
    say(`${flags.html}: the comparison`)
  }
  if (flags.figures !== undefined) await writeFigures(page, flags.figures)
}

function show({ title, sets, across, doubts }: RunsComparison): void {
  for (const set of sets) showSet(title, set)
  if (across.length > 0) {
    printTable(
      ['over data sets', 'z', 'p', 'Holm', 'effect'],
      across.map(({ better, other, z, p, holmP, effect }) => [
        `${better} over ${other}`,
        ...[z, p, holmP, effect].map(number),
      ]),
    )
    process.stdout.write('\n')
  }
  for (const doubt of doubts) process.stdout.write(`${paragraph(`But: ${doubt}`)}\n`)
}

function showSet(title: string, { dataset, groups, unit, means, pairs, claims }: SetComparison) {
  process.stdout.write(`${title} on ${dataset}, ${groups.length} ${unit}s\n\n`)
  printTable(
    ['run', 'mean'],
    Object.entries(means).map(([name, mean]) => [name, number(mean)]),
  )
  process.stdout.write('\n')
  printTable(
    ['pair', 'difference', '95 % interval', 'p', 'Holm', 'Wilcoxon', 'effect', 'detectable'],
    pairs.map((pair) => [
      `${pair.better} over ${pair.other}${pair.planned ? ', planned' : ''}`,
      number(pair.difference),
      `${number(pair.low)} to ${number(pair.high)}`,
      ...[pair.p, pair.holmP, pair.wilcoxonP, pair.effect, pair.detectable].map(number),
    ]),
  )
  process.stdout.write(`\n${claims.map((claim) => paragraph(claim)).join('\n\n')}\n\n`)
}

function number(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(4)
}
