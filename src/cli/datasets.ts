import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { DatasetCard } from '../datasets/card.ts'
import type { ResolvedDataset } from '../datasets/resolve.ts'
import { asFailure, type Code } from '../errors.ts'
import { paragraph, printJson, printTable } from './output.ts'

interface Flags {
  readonly json?: boolean
}

/** Whether the files of a data set are there, and where. */
interface Presence {
  /** The folder that has it, or in which it would be made or fetched to. */
  readonly root: string
  readonly state: 'present' | 'partly present' | 'absent' | 'made when first used'
  /** Recordings whose file is there. */
  readonly present: number
}

/** One line of the list; of a card that cannot be read, name and code of the failure alone. */
interface Listed extends Partial<Omit<Presence, 'state'>> {
  readonly name: string
  readonly state: Presence['state'] | Code
  readonly title?: string
  readonly modality?: string
  readonly licence?: string
  readonly subjects?: number
  readonly recordings?: number
}

/** Adds `neurarrow datasets`: the data sets that have a card, or the facts of one. */
export function addDatasets(program: Command): void {
  program
    .command('datasets')
    .description('list the data sets and whether their files are there, or show one')
    .argument('[name]', 'a data set, the path of a card, or a BIDS folder with / at the end')
    .option('--json', 'one JSON document on stdout')
    .action(async (name: string | undefined, flags: Flags) => {
      if (name !== undefined) return showOne(name, flags)
      return list(flags)
    })
}

async function list({ json }: Flags): Promise<void> {
  const { listCards } = await import('../datasets/card.ts')
  const datasets: Listed[] = []
  for (const name of listCards()) datasets.push(await listed(name))
  if (json) return printJson({ datasets })
  printTable(
    ['data set', 'kind', 'subjects', 'recordings', 'state', 'licence', 'what it is'],
    datasets.map((d) => [
      d.name,
      d.modality,
      d.subjects,
      d.recordings,
      d.state,
      d.licence,
      d.title,
    ]),
  )
}

async function listed(name: string): Promise<Listed> {
  try {
    const { card, found, presence } = await look(name)
    const { title, modality, licence } = card
    return { name, title, modality, licence, ...countsOf(found), ...presence }
  } catch (thrown) {
    return { name, state: asFailure(thrown).code }
  }
}

async function look(name: string) {
  const { loadDataset } = await import('../datasets/load-dataset.ts')
  const { resolveDataset } = await import('../datasets/resolve.ts')
  const card = loadDataset(name)
  const found = await resolveDataset(card, { allowAbsent: true })
  return { card, found, presence: presenceOf(card, found) }
}

function countsOf({ card, recordings }: ResolvedDataset) {
  const subjects = new Set(recordings.map((recording) => recording.subject)).size
  return {
    subjects: subjects || card.expect.subjects,
    recordings: recordings.length || card.expect.recordings,
  }
}

function presenceOf(card: DatasetCard, { root, recordings }: ResolvedDataset): Presence {
  const present = recordings.filter(({ path }) => existsSync(path)).length
  const isMade = card.source?.generate !== undefined
  if (present === 0) return { root, present, state: isMade ? 'made when first used' : 'absent' }
  return { root, present, state: present < recordings.length ? 'partly present' : 'present' }
}

async function showOne(name: string, { json }: Flags): Promise<void> {
  const { card, found, presence } = await look(name)
  const recordings = found.recordings.map((r) => ({
    subject: r.subject,
    session: r.session,
    run: r.run,
    recording: r.recording,
    labels: r.labels,
    path: r.relativePath,
    present: existsSync(join(found.root, r.relativePath)),
  }))
  const { source, root: _, ...facts } = card
  const from = source && { url: source.url, generate: source.generate, seed: source.seed }
  if (json) printJson({ ...facts, source: from, ...presence, recordings })
  else printCard(card, found, presence)
}

function printCard(card: DatasetCard, found: ResolvedDataset, presence: Presence): void {
  const { subjects, recordings } = countsOf(found)
  const facts: [string, string][] = [
    ['licence', card.licence],
    ['cite', card.cite.join(', ')],
    ['homepage', card.homepage ?? ''],
    ['kind', card.modality],
    ['subjects', String(subjects ?? 'unknown')],
    ['recordings', String(recordings ?? 'unknown')],
    ['labels', labelWords(found)],
    ['state', `${presence.state}, ${presence.present} recordings in ${presence.root}`],
  ]
  process.stdout.write(`${card.name}: ${card.title}\n\n`)
  if (card.description !== '') process.stdout.write(`${paragraph(card.description)}\n\n`)
  printTable(
    ['', ''],
    facts.filter(([, fact]) => fact !== ''),
  )
  for (const note of card.notes) process.stdout.write(`${paragraph(`note: ${note}`)}\n`)
  if (presence.present === 0 || presence.present === found.recordings.length) return
  const lacking = found.recordings.filter(({ path }) => !existsSync(path))
  const names = lacking.map(({ relativePath }) => relativePath).join(', ')
  process.stdout.write(`${paragraph(`missing: ${names}`)}\n`)
}

/** The labels of recordings with the values that they take, at most six. */
function labelWords({ recordings }: ResolvedDataset): string {
  const names = Object.keys(recordings[0]?.labels ?? {})
  const words = names.map((name) => {
    const values = [...new Set(recordings.map(({ labels }) => String(labels[name] ?? 'n/a')))]
    const shown = values.slice(0, 6).join(', ')
    return `${name} (${values.length > 6 ? `${shown}, ...` : shown})`
  })
  return words.join('; ')
}
