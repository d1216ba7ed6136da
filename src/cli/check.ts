import type { Command } from 'commander'
import { printJson } from './output.ts'
import { type PipelineFlags, withPipelineOptions } from './pipeline-options.ts'

/** Adds `neurarrow check`: everything that can be said of a pipeline without reading data. */
export function addCheck(program: Command): void {
  const command = program.command('check').description('check a pipeline without reading any data')
  withPipelineOptions(command).action(async (file: string, flags: PipelineFlags) => {
    const { checkPipeline } = await import('../execution/prepare.ts')
    const { pipeline } = checkPipeline({ file, ...flags })
    const facts = {
      pipeline: pipeline.name,
      dataset: pipeline.dataset,
      stages: pipeline.stages.length,
    }
    if (flags.json) printJson({ ...facts, ok: true })
    else process.stdout.write(`${file}: ok, ${facts.stages} stages on ${facts.dataset}\n`)
  })
}
