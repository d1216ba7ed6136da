import type { Command } from 'commander'
import { printJson } from './output.ts'
import { type PipelineFlags, withPipelineOptions } from './pipeline-options.ts'

/** Adds `neurarrow check`: everything that can be said of a pipeline without reading data. */
export function addCheck(program: Command): void {
  const command = program.command('check').description('check a pipeline without reading any data')
  withPipelineOptions(command).action(async (file: string, flags: PipelineFlags) => {
    const { checkPipeline, sweepRequests } = await import('../execution/prepare.ts')
    const requests = sweepRequests({ file, ...flags })
    const { pipeline, card } = checkPipeline(requests[0])
    const facts = {
      pipeline: pipeline.name,
      dataset: card.name,
      stages: pipeline.stages.length,
      ...(pipeline.variant ? { variants: requests.length } : {}),
    }
    if (flags.json) printJson({ ...facts, ok: true })
    else process.stdout.write(`${file}: ok, ${facts.stages} stages on ${facts.dataset}\n`)
  })
}
