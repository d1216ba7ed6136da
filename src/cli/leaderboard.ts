import type { Command } from 'commander'
import type { Board, Entry } from '../execution/leaderboard.ts'
import { paragraph, printJson, printTable, say } from './output.ts'
import { figuresOption, writeFigures } from './write-figures.ts'

interface LeaderboardFlags {
  readonly metric?: string
  readonly html?: string
  readonly figures?: string
  readonly force?: boolean
  readonly json?: boolean
}

/** Adds `neurarrow leaderboard`: all runs below a folder, best first. */
export function addLeaderboard(program: Command): void {
  program
    .command('leaderboard')
    .description('rank the runs below a folder by data set, target and metric')
    .argument('[folder]', 'where run folders are', 'runs')
    .option('--metric <name>', 'the metric; the first of each run by default')
    .option('--html <file>', 'write the boards as one HTML file')
    .addOption(figuresOption())
    .option('--force', 'replace the file when it exists')
    .option('--json', 'one JSON document on stdout')
    .action(leaderboardAction)
}

async function leaderboardAction(folder: string, flags: LeaderboardFlags): Promise<void> {
  const { leaderboard } = await import('../execution/leaderboard.ts')
  const boards = leaderboard(folder, flags.metric)
  if (flags.html !== undefined || flags.figures !== undefined) await draw(boards, flags)
  if (flags.json) return printJson(boards)
  for (const [i, board] of boards.entries()) {
    if (i > 0) process.stdout.write('\n')
    show(board)
  }
}

async function draw(boards: readonly Board[], flags: LeaderboardFlags): Promise<void> {
  const { renderLeaderboard } = await import('../reports/leaderboard-page.ts')
  const { writeFileWhole } = await import('./write-file.ts')
  const page = renderLeaderboard(boards)
  if (flags.html !== undefined) {
    writeFileWhole(flags.html, page, flags.force ?? false)
    say(`${flags.html}: the leaderboard`)
  }
  if (flags.figures !== undefined) await writeFigures(page, flags.figures)
}

function show({ dataset, target, unit, metric, entries, doubts }: Board): void {
  process.stdout.write(`${dataset}: ${target} of each ${unit}\n`)
  printTable(
    ['', 'run', metric, '95 % interval', 'chance', 'p', `${unit}s`, 'certificate'],
    entries.map((entry, place) => [
      ...[place + 1, entry.name, entry.mean.toFixed(4)],
      `${entry.low.toFixed(4)} to ${entry.high.toFixed(4)}`,
      ...[entry.chance.toFixed(4), entry.p.toFixed(4), entry.groups, certificate(entry)],
    ]),
  )
  if (doubts.length > 0) process.stdout.write(`${paragraph(`To know: ${doubts.join('; ')}.`)}\n`)
}

function certificate({ clean, transductive, fewShot }: Entry): string {
  const words = [clean ? 'clean' : 'NOT clean']
  if (transductive.length > 0) words.push('transductive')
  if (fewShot) words.push('few-shot')
  return words.join(', ')
}
