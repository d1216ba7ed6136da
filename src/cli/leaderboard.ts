import type { Command } from 'commander'
import type { Entry } from '../execution/leaderboard.ts'
import { printJson, printTable } from './output.ts'

/** Adds `neurarrow leaderboard`: all runs below a folder, best first. */
export function addLeaderboard(program: Command): void {
  program
    .command('leaderboard')
    .description('rank the runs below a folder by data set, target and metric')
    .argument('[folder]', 'where run folders are', 'runs')
    .option('--metric <name>', 'the metric; the first of each run by default')
    .option('--json', 'one JSON document on stdout')
    .action(async (folder: string, flags: { metric?: string; json?: boolean }) => {
      const { leaderboard } = await import('../execution/leaderboard.ts')
      const boards = leaderboard(folder, flags.metric)
      if (flags.json) return printJson(boards)
      for (const [i, { dataset, target, unit, metric, entries }] of boards.entries()) {
        process.stdout.write(`${i > 0 ? '\n' : ''}${dataset}: ${target} of each ${unit}\n`)
        printTable(
          ['', 'run', metric, '95 % interval', 'p', `${unit}s`, 'certificate'],
          entries.map((entry, place) => [
            ...[place + 1, entry.name, entry.mean.toFixed(4)],
            `${entry.low.toFixed(4)} to ${entry.high.toFixed(4)}`,
            ...[entry.p.toFixed(4), entry.groups, certificate(entry)],
          ]),
        )
      }
    })
}

function certificate({ clean, transductive, fewShot }: Entry): string {
  const words = [clean ? 'clean' : 'NOT clean']
  if (transductive.length > 0) words.push('transductive')
  if (fewShot) words.push('few-shot')
  return words.join(', ')
}
