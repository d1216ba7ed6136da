import type { Command } from 'commander'
import { printJson } from './output.ts'
import { runWords, shortRun, withQueue } from './queue-session.ts'

const words = {
  waiting: 'taken off the queue',
  running: 'ends; nodes that run go on, what is stored stays',
  ended: 'had ended already',
}

/** Adds `neurarrow cancel`. */
export function addCancel(program: Command): void {
  program
    .command('cancel')
    .description('end a run of the queue')
    .argument('<run>', runWords)
    .option('--json', 'one JSON document on stdout')
    .action((name: string, { json }: { json?: boolean }) =>
      withQueue(async (session) => {
        const { cancelRun } = await import('../queue/change-run.ts')
        const { run, was } = await cancelRun(session, name)
        if (json) printJson({ run, was })
        else process.stdout.write(`${shortRun(run)}: ${words[was]}\n`)
      }),
    )
}
