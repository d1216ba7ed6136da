import type { Command } from 'commander'
import type { Moved } from '../execution/diff-runs.ts'
import type { Difference } from '../pipeline/differences.ts'
import { printJson, printTable } from './output.ts'

/** Adds `neurarrow diff`: what differs between two runs, and which groups moved. */
export function addDiff(program: Command): void {
  program
    .command('diff')
    .description('say what differs between two runs, and which subjects moved')
    .argument('<before>', 'the folder of a run')
    .argument('<now>', 'the folder of another')
    .option('--json', 'one JSON document on stdout')
    .action(diffAction)
}

async function diffAction(before: string, now: string, flags: { json?: boolean }): Promise<void> {
  const { readRun } = await import('../store/read-run.ts')
  const { diffRuns } = await import('../execution/diff-runs.ts')
  const difference = diffRuns(readRun(before), readRun(now))
  if (flags.json) return printJson(difference)
  const { moved, recordings, alone, ...parts } = difference
  const rows = Object.entries(parts).flatMap(([part, all]) =>
    (all as readonly Difference[]).map((one) => [
      ...[part, one.field, shown(one.before), shown(one.now)],
    ]),
  )
  if (rows.length > 0) printTable(['part', 'field', 'before', 'now'], rows)
  if (recordings.length > 0) {
    const names = recordings.slice(0, 10).join(', ')
    process.stdout.write(`\n${recordings.length} recordings were read otherwise: ${names}\n`)
  }
  for (const [run, groups] of Object.entries(alone)) {
    if (groups.length === 0) continue
    const names = groups.slice(0, 10).join(', ')
    process.stdout.write(`\nscored ${run} alone: ${groups.length} groups: ${names}\n`)
  }
  if (moved.length > 0) showMoved(moved)
  else process.stdout.write('no group that both have has another score\n')
}

function showMoved(moved: readonly Moved[]): void {
  process.stdout.write('\n')
  printTable(
    ['metric', 'group', 'before', 'now', 'change', 'outside its interval'],
    moved.map(({ metric, group, before, now, outside }) => [
      ...[metric, group, before.toFixed(4), now.toFixed(4), (now - before).toFixed(4)],
      outside ? 'yes' : '',
    ]),
  )
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)))
  return value === undefined ? '(absent)' : JSON.stringify(value)
}
