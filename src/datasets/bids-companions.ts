import { posix } from 'node:path'
import { type BidsModality, bidsParts } from './bids-name.ts'
import { bidsBase } from './bids-recordings.ts'
import { bidsSidecars, type WantedSide } from './bids-sidecars.ts'
import type { DatasetCard } from './card.ts'
import type { Fields } from './pattern.ts'

/** Files that describe a BIDS recording; paths inside the folder of the data set. */
export interface BesidePaths {
  readonly channels?: string
  readonly electrodes?: string
  readonly coordsystem?: string
  /** JSON files whose members describe it; later ones override earlier ones. */
  readonly metadata: readonly string[]
}

/** The files that go with a BIDS recording. */
export interface BidsCompanions {
  readonly eventsPath?: string
  readonly confoundsPath?: string
  readonly besidePaths: BesidePaths
}

/** Suffix of the JSON file of a modality. */
const suffixes: Readonly<Record<BidsModality, string>> = {
  eeg: 'eeg',
  ieeg: 'ieeg',
  meg: 'meg',
  fmri: 'bold',
}

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
    const places =
      base === '' ? [{ path }] : [{ path, from: base }, { path: path.slice(base.length + 1) }]
    const nearest = (wanted: Wanted, among: readonly Place[] = places) =>
      among.map((place) => find({ ...place, ...wanted }).at(-1)).find((found) => found)
    const [own] = places
    const metadata = find({ ...own, suffix: suffixes[modality], ending: '.json' })
    const table = { suffix: 'events', ending: '.tsv' } as const
    return {
      ...(withEvents ? { eventsPath: nearest(table) } : {}),
      ...(withConfounds ? { confoundsPath: confoundsOf((side) => nearest(side, [own])) } : {}),
      besidePaths:
        modality === 'fmri'
          ? { metadata }
          : {
              channels: nearest({ suffix: 'channels', ending: '.tsv' }, [own]),
              ...(modality === 'meg' ? {} : electrodesOf(nearest)),
              metadata,
            },
    }
  }
}

type Wanted = Omit<WantedSide, 'path' | 'from'>
type Place = Pick<WantedSide, 'path' | 'from'>

/** The places of electrodes, and the coordinate system of the same space. */
function electrodesOf(nearest: (wanted: Wanted) => string | undefined) {
  const electrodes = nearest({ suffix: 'electrodes', ending: '.tsv', more: { space: '*' } })
  if (electrodes === undefined) return {}
  const { space } = bidsParts(posix.basename(electrodes))?.entities ?? {}
  const more: Fields = space === undefined ? {} : { space }
  return { electrodes, coordsystem: nearest({ suffix: 'coordsystem', ending: '.json', more }) }
}

/** fMRIPrep has called the table `timeseries` since version 20.2, `regressors` before. */
function confoundsOf(nearest: (wanted: Wanted) => string | undefined): string | undefined {
  const wanted = { ending: '.tsv', more: { desc: 'confounds' } } as const
  return (
    nearest({ ...wanted, suffix: 'timeseries' }) ?? nearest({ ...wanted, suffix: 'regressors' })
  )
}
