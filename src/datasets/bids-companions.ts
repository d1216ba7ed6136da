import { posix } from 'node:path'
import type { BesideFile } from '../reader.ts'
import { type BidsModality, bidsParts } from './bids-name.ts'
import { bidsBase } from './bids-recordings.ts'
import { bidsSidecars, type WantedSide } from './bids-sidecars.ts'
import type { DatasetCard } from './card.ts'
import type { Fields } from './pattern.ts'

/** The files that go with a BIDS recording; paths inside the folder of the data set. */
export interface BidsCompanions {
  readonly eventsPath?: string
  readonly confoundsPath?: string
  /** Files that describe the recording; of JSON files later ones override earlier ones. */
  readonly beside: readonly BesideFile[]
}

/** Suffix of the JSON file of a modality. */
const suffixes: Readonly<Record<BidsModality, string>> = {
  eeg: 'eeg',
  ieeg: 'ieeg',
  meg: 'meg',
  fmri: 'bold',
}

type Wanted = Omit<WantedSide, 'path' | 'from'>
type Place = Pick<WantedSide, 'path' | 'from'>
type Nearest = (wanted: Wanted, among?: readonly Place[]) => string | undefined

/**
 * Makes a function that finds the files that go with a recording by the inheritance principle.
 *
 * Events and places of electrodes of a derivative are its own, else those of the raw recording;
 * channels and metadata are only its own, for processing changes them. Confounds are the
 * `desc-confounds` table of fMRIPrep. A file that is not there is absent.
 *
 * @param paths all files of the data set
 * @throws {NeurarrowError} of the function: `dataset-invalid` when two files of one folder hold
 */
export function bidsCompanions(
  card: DatasetCard,
  paths: readonly string[],
): (path: string) => BidsCompanions {
  const base = bidsBase(card)
  const find = bidsSidecars(paths)
  const { events, confounds, modality } = card
  const withEvents = typeof events === 'object' && 'bids' in events
  const withConfounds = confounds !== undefined && confounds.path === undefined
  return (path) => {
    const own: Place = base === '' ? { path } : { path, from: base }
    const places = base === '' ? [own] : [own, { path: path.slice(base.length + 1) }]
    const nearest: Nearest = (wanted, among = places) =>
      among.map((place) => find({ ...place, ...wanted }).at(-1)).find((found) => found)
    const metadata = find({ ...own, suffix: suffixes[modality], ending: '.json' })
    const eventsPath = withEvents ? nearest({ suffix: 'events', ending: '.tsv' }) : undefined
    return {
      ...(eventsPath === undefined ? {} : { eventsPath }),
      ...(withConfounds ? { confoundsPath: confoundsOf((side) => nearest(side, [own])) } : {}),
      beside: [
        ...(modality === 'fmri' ? [] : tablesOf(nearest, own, modality)),
        ...metadata.map((file) => ({ as: 'metadata', path: file }) as const),
      ],
    }
  }
}

function tablesOf(nearest: Nearest, own: Place, modality: BidsModality): BesideFile[] {
  const channels = nearest({ suffix: 'channels', ending: '.tsv' }, [own])
  return [
    ...(channels === undefined ? [] : [{ as: 'channels', path: channels } as const]),
    ...(modality === 'meg' ? [] : electrodesOf(nearest)),
  ]
}

/** The places of electrodes, and the coordinate system of the same space. */
function electrodesOf(nearest: Nearest): BesideFile[] {
  const electrodes = nearest({ suffix: 'electrodes', ending: '.tsv', more: { space: '*' } })
  if (electrodes === undefined) return []
  const { space } = bidsParts(posix.basename(electrodes))?.entities ?? {}
  const more: Fields = space === undefined ? {} : { space }
  const system = nearest({ suffix: 'coordsystem', ending: '.json', more })
  return [
    { as: 'electrodes', path: electrodes },
    ...(system === undefined ? [] : [{ as: 'coordsystem', path: system } as const]),
  ]
}

/** FMRIPrep has called the table `timeseries` since version 20.2, `regressors` before. */
function confoundsOf(nearest: (wanted: Wanted) => string | undefined): string | undefined {
  const wanted = { ending: '.tsv', more: { desc: 'confounds' } } as const
  return (
    nearest({ ...wanted, suffix: 'timeseries' }) ?? nearest({ ...wanted, suffix: 'regressors' })
  )
}
