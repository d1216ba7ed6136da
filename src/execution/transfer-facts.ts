import type { DatasetCard } from '../datasets/card.ts'
import { datasetColumn } from '../pipeline/transfer.ts'
import type { RunTransfer, TransferSet } from '../store/run.ts'
import { hasColumn, wordsOf } from '../tables/table.ts'
import type { RunParts } from './run.ts'

/** What a run on two data sets has to say about both; nothing for a run on one. */
export function transferFacts(parts: RunParts): { readonly transfer?: RunTransfer } {
  const { card, transferCard, pipeline } = parts.checked
  if (transferCard === undefined) return {}
  const { labels = {}, channels = {} } = pipeline.transfer ?? {}
  const { name: dataset, title } = transferCard
  const sets = [card, transferCard].map((one) => setFacts(one, parts))
  return { transfer: { dataset, title, labels, channels, sets } }
}

function setFacts({ name, title, licence }: DatasetCard, parts: RunParts): TransferSet {
  const { plan, recordings, gathered } = parts
  const filled = plan.tails.filter(({ recording, key }) => {
    return recording.labels[datasetColumn] === name && (recordings.results.get(key)?.rows ?? 0) > 0
  })
  const { rows } = gathered
  const words = rows && hasColumn(rows, datasetColumn) ? wordsOf(rows, datasetColumn) : []
  return {
    ...{ dataset: name, title, licence },
    subjects: new Set(filled.map(({ recording }) => recording.subject)).size,
    recordings: filled.length,
    rows: words.filter((word) => word === name).length,
  }
}
