import { fail } from '../errors.ts'
import { bidsEntities } from './bids-name.ts'
import type { DatasetCard } from './card.ts'
import type { ResolvedRecording } from './resolve.ts'

/** Where a recording belongs in a BIDS folder, and what its files are called. */
export interface BidsNamed {
  /** `sub-01/ses-a/eeg` */
  readonly folder: string
  /** Without suffix and ending. */
  readonly stem: string
  readonly task: string
}

/** Labels of subjects by name: digits after `Subject` or `S` where that keeps them apart. */
export function subjectIds(subjects: readonly string[]): Map<string, string> {
  const distinct = [...new Set(subjects)]
  const short = distinct.map((name) =>
    alphanumeric(name.replace(/^(sub(ject)?|S)[-_]?(?=\d)/i, '')),
  )
  const labels = new Set(short).size === short.length ? short : distinct.map(alphanumeric)
  return new Map(distinct.map((name, i) => [name, labels[i]]))
}

/**
 * Names of recordings as BIDS has them, in their order.
 *
 * Of a BIDS data set they are its own. Otherwise the task is the label `task`, else the name of the
 * data set; session and run are in the names where any recording has other than `1`. A label has
 * letters and digits only; of `Subject07` and the like the digits are kept.
 *
 * @throws {NeurarrowError} `arguments-invalid` when two recordings would get one name
 */
export function bidsNames(
  card: DatasetCard,
  recordings: readonly ResolvedRecording[],
): BidsNamed[] {
  const ids = subjectIds(recordings.map(({ subject }) => subject))
  const hasSession = recordings.some(({ session }) => session !== '1')
  const hasRun = recordings.some(({ run }) => run !== '1')
  const datatype = card.modality === 'fmri' ? 'func' : card.modality
  const seen = new Map<string, string>()
  return recordings.map((recording) => {
    const { subject, session, run, labels, fields, relativePath } = recording
    const isBids = card.recordings.bids !== undefined
    const task = isBids ? fields.task : alphanumeric(String(labels.task ?? card.name))
    const sub = isBids ? subject : `sub-${ids.get(subject)}`
    const inSession = isBids ? session !== '1' : hasSession
    const ses = inSession ? [`ses-${alphanumeric(session.replace(/^ses-/, ''))}`] : []
    const own = [sub, ...ses, `task-${task}`, ...(hasRun ? [`run-${alphanumeric(run)}`] : [])]
    const stem = isBids ? rawStem(fields.entities) : own.join('_')
    const other = seen.get(stem)
    if (other !== undefined) {
      fail('arguments-invalid', { dataset: card.name, paths: [other, relativePath], name: stem })
    }
    seen.set(stem, relativePath)
    return { folder: [sub, ...ses, datatype].join('/'), stem, task }
  })
}

/** The entities of a name without the one that says how it was processed. */
function rawStem(entities: string): string {
  const known = bidsEntities.filter((key) => key !== 'desc' && key !== 'split')
  return entities
    .split('_')
    .filter((word) => known.includes(word.split('-')[0]))
    .join('_')
}

function alphanumeric(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '')
}
