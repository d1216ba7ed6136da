import { type Command, Option } from 'commander'

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
  const store = new Option('--store <folder>', 'where tables are kept between runs')
  return command
    .argument('<pipeline.yaml>', 'the pipeline document')
    .option('--set <path=value>', 'override an option, e.g. stages.bandpass.lowHz=1', gather, [])
    .option('--subjects <names>', 'a subject, a list A,B, or a range A..B in the order of the card')
    .addOption(store.default('.neurarrow'))
    .option('--json', 'one JSON document on stdout')
}
