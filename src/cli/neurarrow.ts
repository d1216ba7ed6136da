#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { NeurarrowError } from '../errors.ts'
import { addAtlases } from './atlases.ts'
import { addCancel } from './cancel.ts'
import { addCheck } from './check.ts'
import { addCompare } from './compare.ts'
import { addConvert } from './convert.ts'
import { addDatasets } from './datasets.ts'
import { addDevices } from './devices.ts'
import { addDiff } from './diff.ts'
import { addExplain } from './explain.ts'
import { addFetch } from './fetch.ts'
import { addInspect } from './inspect.ts'
import { addLeaderboard } from './leaderboard.ts'
import { addModels } from './models.ts'
import { reportFailure } from './output.ts'
import { addPlan } from './plan.ts'
import { addPriority } from './priority.ts'
import { addReplay } from './replay.ts'
import { addRetry } from './retry.ts'
import { addRun } from './run.ts'
import { addStages } from './stages.ts'
import { addStatus } from './status.ts'
import { addSubmit } from './submit.ts'
import { addVerify } from './verify.ts'
import { addWatch } from './watch.ts'
import { addWorker } from './worker.ts'

/** The version of this package. */
function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** All commands, in the order of the help. */
const adds = [
  addRun,
  addPlan,
  addCheck,
  addExplain,
  addFetch,
  addInspect,
  addConvert,
  addStages,
  addModels,
  addDatasets,
  addAtlases,
  addDevices,
  addCompare,
  addDiff,
  addVerify,
  addReplay,
  addLeaderboard,
  addSubmit,
  addWorker,
  addStatus,
  addWatch,
  addCancel,
  addRetry,
  addPriority,
]

/** The command `neurarrow` with all its commands. */
function neurarrow(): Command {
  const program = new Command('neurarrow')
  program
    .description(
      'Declarative EEG and fMRI decoding: a YAML pipeline in, held-out-subject scores out',
    )
    .version(version())
    .configureOutput({ outputError: (text, write) => write(text) })
    .exitOverride()
    .addHelpText(
      'after',
      [
        '\nExit codes: 0 done, 1 a run failed, 2 wrong document or arguments,',
        '3 data or model missing or corrupt, 130 interrupted.',
      ].join('\n'),
    )
  for (const add of adds) add(program)
  for (const command of program.commands) command.exitOverride()
  return program
}

/** Help and version end with 0; wrong arguments with 2, and with `--json` as a document. */
function endOfArguments({ exitCode, message }: CommanderError): number {
  if (exitCode === 0) return 0
  if (!process.argv.includes('--json')) return 2
  const failure = new NeurarrowError('arguments-invalid', { message })
  return reportFailure(failure, true)
}

/** A reader that closes the pipe early (`| head`) is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await neurarrow().parseAsync()
} catch (thrown) {
  if (thrown instanceof CommanderError) process.exitCode = endOfArguments(thrown)
  else process.exitCode = reportFailure(thrown, process.argv.includes('--json'))
}
