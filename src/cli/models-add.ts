import type { Command } from 'commander'
import { printJson, say } from './output.ts'

interface Flags {
  readonly name?: string
  readonly to?: string
  readonly json?: boolean
}

/** Adds `neurarrow models add`: drafts the card of an ONNX file. */
export function addModelsAdd(models: Command): void {
  models
    .command('add')
    .description('draft the card of an ONNX file, and list what only you can know')
    .argument('<file or address>', 'an ONNX file, or the https address of one')
    .option('--name <name>', 'name of the model; that of the file when not given')
    .option('--to <folder>', 'holds models by name; $NEURARROW_MODELS, else ./models')
    .option('--json', 'one JSON document on stdout')
    .action(add)
}

async function add(source: string, { name, to, json }: Flags): Promise<void> {
  const { addModel } = await import('../encoders/add-model.ts')
  const abort = new AbortController()
  const interrupt = () => abort.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    const { file, missing } = await addModel(source, { name, to, signal: abort.signal })
    if (json) return printJson({ file, missing })
    say(`${file}: the draft of a card; it lacks`)
    for (const each of missing) say(`  ${each}`)
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}
