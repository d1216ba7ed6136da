import type { Command } from 'commander'
import type { Preview } from '../execution/preview.ts'
import type { Reason } from '../pipeline/explain.ts'
import { eachVariant } from './each-variant.ts'
import { type PipelineFlags, withPipelineOptions } from './pipeline-options.ts'

/** Adds `neurarrow explain`: which field of which stage makes a node run again. */
export function addExplain(program: Command): void {
  const command = program.command('explain').description('say what would run again, and why')
  withPipelineOptions(command).action(async (file: string, flags: PipelineFlags) => {
    const { previewPipeline } = await import('../execution/preview.ts')
    const { explainNodes } = await import('../pipeline/explain.ts')
    await eachVariant({ file, ...flags }, async (request) => {
      const preview = await previewPipeline(request, flags.store)
      const { name, variant } = preview.checked.pipeline
      const reasons = explainNodes(preview.nodes, preview.before, needed(preview))
      if (!flags.json) showReasons(reasons, preview)
      return { pipeline: name, ...(variant ? { variant } : {}), reasons }
    })
  })
}

/** A node need not run when it is stored, or when nothing that must run stands on it. */
function needed({ nodes, stored }: Preview): (key: string) => boolean {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const runs = new Set<string>()
  const visit = (key: string) => {
    const node = byKey.get(key)
    if (node === undefined || runs.has(key) || (node.keep && stored(key))) return
    runs.add(key)
    for (const input of Object.values(node.inputs)) visit(input)
  }
  for (const node of nodes) if (node.keep) visit(node.key)
  return (key) => !runs.has(key)
}

function showReasons(reasons: readonly Reason[], preview: Preview): void {
  const { title, before, foldsKnown, checked } = preview
  const { evaluate, variant } = checked.pipeline
  if (variant) process.stdout.write(`${title}\n`)
  if (before.length === 0)
    process.stdout.write(`${checked.pipeline.name} has not run with this store: everything runs\n`)
  const counts = new Map<string, number>()
  for (const reason of reasons) {
    const line = lineOf(reason)
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  for (const [line, count] of counts)
    process.stdout.write(`${line}${count > 1 ? `  (${count} nodes)` : ''}\n`)
  if (reasons.length === 0) process.stdout.write('nothing: every result is stored\n')
  else if (evaluate && !foldsKnown) process.stdout.write('folds: run, because their rows change\n')
}

function lineOf({ stage, why, differences }: Reason): string {
  if (why === 'new') return `${stage}: runs, the last run had no such node`
  if (why === 'needed') return `${stage}: runs, because what stands on it runs; it is not stored`
  if (why === 'gone') return `${stage}: runs, its table is not in the store`
  if (why === 'input') return `${stage}: runs, because its input changes`
  const all = differences.map(({ field, before, now }) =>
    field === 'file' ? 'the file has other bytes' : `${field} ${show(before)} -> ${show(now)}`,
  )
  return `${stage}: runs, because ${all.join('; ')}`
}

function show(value: unknown): string {
  return value === undefined ? '(absent)' : JSON.stringify(value)
}
