import * as z from 'zod'
import { datasetSchema } from '../datasets/dataset-reference.ts'
import { fail } from '../errors.ts'
import type { Recording } from '../tables/keys.ts'
import type { PlannedRecording } from './planned-recording.ts'

const words = z.record(z.string(), z.string())

/** The `transfer:` of a pipeline: a second data set whose rows stand beside those of the first. */
export const transferSchema = z.strictObject({
  dataset: datasetSchema.meta({ description: 'name of the other data set card' }),
  subjects: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({ description: 'its subjects: one, a list, or a range A..B in the order of its card' }),
  labels: z
    .record(z.string(), words)
    .default({})
    .meta({ description: 'by label column, `event` among them: its words, and ours for them' }),
  channels: words
    .default({})
    .meta({ description: 'its names of channels, and ours, where they are not the same' }),
})

export type Transfer = z.output<typeof transferSchema>

/** The column that says which data set a row is of; `holdOut: { by: dataset }` splits by it. */
export const datasetColumn = 'dataset'

/**
 * The recordings of two data sets as those of one: each with its data set as a label, the second
 * with its labels, events and channels in the words of the first.
 *
 * People of the second are called `<dataset>:<name>`, so that equal names stay two people. Only
 * labels that both have are kept.
 *
 * @throws {NeurarrowError} `arguments-invalid` when a map names a label column that is not there
 */
export function joinedSets(
  first: { readonly name: string; readonly planned: readonly PlannedRecording[] },
  second: { readonly name: string; readonly planned: readonly PlannedRecording[] },
  transfer: Transfer,
): PlannedRecording[] {
  const theirs = labelsOf(second.planned)
  for (const column of Object.keys(transfer.labels)) {
    if (column === 'event' || theirs.has(column)) continue
    fail('arguments-invalid', { option: 'transfer.labels', column, columns: [...theirs, 'event'] })
  }
  const shared = [...labelsOf(first.planned)].filter((name) => theirs.has(name))
  const kept = (recording: Recording, dataset: string): Recording => {
    const own = shared.map((name) => [name, recording.labels[name]])
    return { ...recording, labels: { ...Object.fromEntries(own), [datasetColumn]: dataset } }
  }
  return [
    ...first.planned.map((one) => ({ ...one, recording: kept(one.recording, first.name) })),
    ...second.planned.map((one) => {
      const adopted = inOurWords(one, transfer, second.name)
      return { ...adopted, recording: kept(adopted.recording, second.name) }
    }),
  ]
}

function labelsOf(planned: readonly PlannedRecording[]): Set<string> {
  return new Set(planned.flatMap(({ recording }) => Object.keys(recording.labels)))
}

function inOurWords(one: PlannedRecording, transfer: Transfer, name: string): PlannedRecording {
  const { recording, events } = one
  const labels = Object.entries(recording.labels).map(([column, value]) => {
    return [column, transfer.labels[column]?.[String(value ?? 'n/a')] ?? value]
  })
  const named = {
    ...recording,
    subject: `${name}:${recording.subject}`,
    recording: `${name}:${recording.recording}`,
    labels: Object.fromEntries(labels) as Recording['labels'],
  }
  const map = transfer.labels.event
  const rename = Object.keys(transfer.channels).length > 0 ? transfer.channels : undefined
  if (!events || !map || (events.file.from !== 'annotations' && events.file.from !== 'events')) {
    return { ...one, recording: named, rename }
  }
  return { ...one, recording: named, rename, events: { ...events, file: { ...events.file, map } } }
}
