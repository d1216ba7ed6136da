import type { Command } from 'commander'
import type { FetchProgress } from '../datasets/fetch.ts'
import { byteText, printJson, say } from './output.ts'

interface Flags {
  readonly from?: string
  readonly to?: string
  readonly json?: boolean
}

/** Adds `neurarrow fetch`: brings the files of a data set and compares them with their SHA-256. */
export function addFetch(program: Command): void {
  program
    .command('fetch')
    .description('download a data set or an atlas, or take it from a folder, and verify every file')
    .argument('<name>', 'a data set, the path of a card, or atlas:NAME')
    .option('--from <folder>', 'take the files from this folder instead of downloading them')
    .option('--to <folder>', 'holds data sets by name; $NEURARROW_DATA, else ./data')
    .option('--json', 'one JSON document on stdout')
    .action(fetchAction)
}

async function fetchAction(name: string, { from, to, json }: Flags): Promise<void> {
  if (name.startsWith('atlas:')) return fetchOneAtlas(name.slice(6), { from, to, json })
  const { loadCard } = await import('../datasets/card.ts')
  const { fetchDataset } = await import('../datasets/fetch.ts')
  const { dataRoots } = await import('../datasets/folder.ts')
  const { startProgress } = await import('./progress.ts')
  const card = loadCard(name)
  const abort = new AbortController()
  const interrupt = () => abort.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const progress = startProgress({ label: card.name, total: 0, unit: 'files' })
  const onProgress = ({ files, ofFiles, bytes, file }: FetchProgress) => {
    progress.setTotal(ofFiles)
    progress.update(files, bytes > 0 ? `${byteText(bytes)}, ${file}` : file)
  }
  try {
    const place = to ?? dataRoots()[0]
    const done = await fetchDataset(card, { to: place, from, signal: abort.signal, onProgress })
    progress.stop()
    const { root, fetched, kept } = done
    if (json) printJson({ dataset: card.name, ...done })
    else say(`${root}: ${fetched} files fetched, ${kept} were there already, all as the card says`)
  } finally {
    progress.stop()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

async function fetchOneAtlas(name: string, { from, to, json }: Flags): Promise<void> {
  const { loadAtlas } = await import('../datasets/atlas.ts')
  const { fetchAtlas } = await import('../datasets/fetch-atlas.ts')
  const done = await fetchAtlas(loadAtlas(name), { to, from })
  const { folder, fetched, kept } = done
  if (json) printJson({ atlas: name, ...done })
  else say(`${folder}: ${fetched.length} files fetched, ${kept.length} were there already`)
}
