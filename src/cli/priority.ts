import type { Command } from 'commander'
import { printJson } from './output.ts'
import { runWords, shortRun, withQueue } from './queue-session.ts'

/** Adds `neurarrow priority`. */
export function addPriority(program: Command): void {
  program
    .command('priority')
    .description('give a run of the queue, and its nodes that wait, another place')
    .argument('<run>', runWords)
    .argument('<number>', 'from 1, first, to 100, last')
    .option('--json', 'one JSON document on stdout')
    .action((name: string, text: string, { json }: { json?: boolean }) =>
      withQueue(async (session) => {
        const { prioritizeRun } = await import('../queue/change-run.ts')
        const { numberFrom } = await import('./number-from.ts')
        const priority = numberFrom('priority', text, { from: 1, to: 100, whole: true })
        const { run } = await prioritizeRun(session, name, priority)
        if (json) printJson({ run, priority })
        else process.stdout.write(`${shortRun(run)}: priority ${priority}\n`)
      }),
    )
}
