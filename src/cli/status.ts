import type { Command } from 'commander'
import type { RunState } from '../queue/run-states.ts'
import { scoresText } from './follow-run.ts'
import { printJson, printTable, say } from './output.ts'
import { type QueueSession, runWords, shortRun, withQueue } from './queue-session.ts'
import { storeOption } from './store-option.ts'

interface StatusFlags {
  readonly store: string
  readonly out?: string
  readonly dead?: boolean
  readonly json?: boolean
}

/** Adds `neurarrow status`: runs, workers, and what failed for good. */
export function addStatus(program: Command): void {
  program
    .command('status')
    .description('show the runs and workers of the queue of REDIS_URL')
    .argument('[run]', runWords)
    .addOption(storeOption())
    .option('--out <folder>', 'write the folder of a run that has ended below this one')
    .option('--dead', 'show the nodes that failed for good, with the reason')
    .option('--json', 'one JSON document on stdout')
    .action((run: string | undefined, flags: StatusFlags) =>
      withQueue((session) => statusAction(session, run, flags)),
    )
}

async function statusAction(
  session: QueueSession,
  run: string | undefined,
  flags: StatusFlags,
): Promise<void> {
  if (flags.dead) return showDead(session, run, flags)
  if (run !== undefined) return showRun(session, run, flags)
  const { runStates } = await import('../queue/run-states.ts')
  const { seenWorkers } = await import('../queue/heartbeat.ts')
  const runs = await runStates(session.queue)
  const workers = await seenWorkers(session.connection)
  if (flags.json) return printJson({ runs, workers })
  printTable(['run', 'pipeline', 'user', 'stage', 'recordings', 'folds'], runs.map(runCells))
  process.stdout.write('\n')
  printTable(
    ['worker', 'threads', 'memory MB', 'takes', 'running'],
    workers.map(({ name, threads, memoryMb, queues, running }) => [
      ...[name, threads, memoryMb, queues.join(','), running.join(', ') || 'nothing'],
    ]),
  )
}

function runCells({ run, pipeline, user, stage, progress }: RunState): (string | undefined)[] {
  const share = (part?: { done: number; total: number }) =>
    part === undefined || part.total === 0 ? undefined : `${part.done} of ${part.total}`
  const shares = [share(progress?.recordings), share(progress?.folds)]
  return [shortRun(run), pipeline, user, stage, ...shares]
}

async function showRun(session: QueueSession, name: string, flags: StatusFlags): Promise<void> {
  const { runJobNamed, stateOf } = await import('../queue/run-states.ts')
  const state = await stateOf(await runJobNamed(session.queue, name))
  if (flags.json) printJson(state)
  else {
    printTable(['run', 'pipeline', 'user', 'stage', 'recordings', 'folds'], [runCells(state)])
    const scores = scoresText(state.done?.scores ?? state.progress?.scores ?? {})
    if (scores) process.stdout.write(`${scores}\n`)
    if (state.failure)
      process.stdout.write(`${state.failure.code} ${JSON.stringify(state.failure.facts)}\n`)
  }
  if (flags.out === undefined) return
  const { fail } = await import('../errors.ts')
  const { fetchRun } = await import('../queue/fetch-run.ts')
  const { openStore } = await import('../store/open-store.ts')
  const { parseLocation } = await import('../store/location.ts')
  const done =
    state.done ?? fail('run-unknown', { run: name, found: `a run that is ${state.stage}` })
  const store = await openStore(parseLocation(flags.store))
  say(await fetchRun(done, store, flags.out))
}

async function showDead(
  { connection, queue }: QueueSession,
  name: string | undefined,
  { json }: StatusFlags,
): Promise<void> {
  const { deadLetters } = await import('../queue/dead-letters.ts')
  const { runJobNamed } = await import('../queue/run-states.ts')
  const run = name === undefined ? undefined : (await runJobNamed(queue, name)).id
  const all = await deadLetters(connection)
  const letters = all.filter((letter) => run === undefined || letter.run === run)
  if (json) return printJson(letters)
  printTable(
    ['node', 'run', 'user', 'tries', 'code', 'facts'],
    letters.map(({ id, key, run: of, user, tries, code, facts }) => [
      ...[id || key.slice(0, 12), shortRun(of), user, tries, code, JSON.stringify(facts)],
    ]),
  )
}
