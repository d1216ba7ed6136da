import type { Command } from 'commander'
import { printJson, say } from './output.ts'

interface Flags {
  readonly to?: string
  readonly json?: boolean
}

/** Adds `neurarrow models pull`: brings the graphs of a model from where its card says they are. */
export function addModelsPull(models: Command): void {
  models
    .command('pull')
    .description('download the graphs of a model and compare them with their SHA-256')
    .argument('<name>', 'a model')
    .option('--to <folder>', 'holds models by name; $NEURARROW_MODELS, else ./models')
    .option('--json', 'one JSON document on stdout')
    .action(pull)
}

async function pull(name: string, { to, json }: Flags): Promise<void> {
  const { loadModelCard } = await import('../encoders/card.ts')
  const { pullModel } = await import('../encoders/pull-model.ts')
  const { startProgress } = await import('./progress.ts')
  const card = loadModelCard(name)
  const abort = new AbortController()
  const interrupt = () => abort.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const progress = startProgress({ label: name, total: 0, unit: 'bytes' })
  const show = ({ bytes, of }: { bytes: number; of?: number }) => {
    progress.setTotal(of ?? bytes)
    progress.update(bytes)
  }
  try {
    const done = await pullModel(card, { to, signal: abort.signal, onProgress: show })
    progress.stop()
    const { folder, pulled, kept } = done
    if (json) printJson({ model: name, licence: card.licence.weights, ...done })
    else {
      say(`${folder}: ${pulled.length} files pulled, ${kept.length} were there already`)
      say(`licence of the weights: ${card.licence.weights}`)
    }
  } finally {
    progress.stop()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}
