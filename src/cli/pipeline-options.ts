import type { Command } from 'commander'
import { storeOption } from './store-option.ts'

/** What commands that take a pipeline have in common. */
export interface PipelineFlags {
  readonly set: readonly string[]
  readonly subjects?: string
  readonly store: string
  readonly json?: boolean
}

/** Adds the options shared by run, plan, check and explain. */
export function withPipelineOptions(command: Command): Command {
  const gather = (value: string, before: string[]) => [...before, value]
  return command
    .argument('<pipeline.yaml>', 'the pipeline document')
    .option('--set <path=value>', 'override an option, e.g. stages.bandpass.lowHz=1', gather, [])
    .option('--subjects <names>', 'a subject, a list A,B, or a range A..B in the order of the card')
    .addOption(storeOption())
    .option('--json', 'one JSON document on stdout')
}
