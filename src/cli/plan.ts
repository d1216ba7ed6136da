import type { Command } from 'commander'
import type { Preview } from '../execution/preview.ts'
import { eachVariant } from './each-variant.ts'
import { printTable } from './output.ts'
import { type PipelineFlags, withPipelineOptions } from './pipeline-options.ts'

/** Adds `neurarrow plan`: what a run would do, and what the store already has. */
export function addPlan(program: Command): void {
  const command = program
    .command('plan')
    .description('show what a run would do, without running it')
  withPipelineOptions(command).action(async (file: string, flags: PipelineFlags) => {
    const { previewPipeline } = await import('../execution/preview.ts')
    await eachVariant({ file, ...flags }, async (request) => {
      const preview = await previewPipeline(request, flags.store)
      if (!flags.json) showPlan(preview)
      return planJson(preview)
    })
  })
}

function planJson({ checked: { pipeline }, plan, nodes, foldsKnown, stored }: Preview) {
  return {
    pipeline: pipeline.name,
    recordings: plan.tails.length,
    transductive: plan.transductive,
    foldsKnown,
    nodes: nodes.map(({ key, id, content, keep, inputs }) => ({
      key,
      id,
      stage: content.stage,
      version: content.version,
      options: content.options,
      inputs,
      keep,
      stored: stored(key),
    })),
  }
}

function showPlan({
  title,
  checked: { pipeline, card },
  plan,
  nodes,
  foldsKnown,
  stored,
}: Preview): void {
  const { evaluate } = pipeline
  const kept = plan.tails.filter(({ key }) => stored(key)).length
  const counts = `${plan.tails.length} recordings of ${card.name}, ${kept} of them stored`
  process.stdout.write(`${title}\n${counts}\n\n`)
  const rows = pipeline.stages.map(({ use, scope, options }) => [
    use,
    scope,
    JSON.stringify(options),
  ])
  printTable(['stage', 'scope', 'options'], rows)
  if (evaluate === undefined) return
  const folds = nodes.filter(({ work }) => work.do === 'fold')
  const known = foldsKnown
    ? `${folds.length} folds, ${folds.filter(({ key }) => stored(key)).length} of them stored`
    : 'folds follow from the rows'
  const split = JSON.stringify(evaluate.split)
  process.stdout.write(
    `\nevaluate ${evaluate.target} by ${evaluate.head.use}: ${split}, ${known}\n`,
  )
}
