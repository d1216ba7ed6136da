import { fail } from '../errors.ts'
import type { Reader } from '../reader.ts'
import { brainvision } from './brainvision.ts'
import { cifti } from './cifti.ts'
import { csv } from './csv.ts'
import { ctf } from './ctf.ts'
import { edf } from './edf.ts'
import { eeglab } from './eeglab.ts'
import { fif } from './fif.ts'
import { gdf } from './gdf.ts'
import { gifti } from './gifti.ts'
import { nifti } from './nifti.ts'
import { numpy } from './numpy.ts'

/** All readers, in the order of the reference. */
export const readers: readonly Reader[] = [
  ...[edf, brainvision, eeglab, fif, ctf, gdf, numpy, csv],
  // Endings of CIFTI end like those of NIfTI, so it comes first.
  ...[gifti, cifti, nifti],
]

/**
 * The reader for a file, by the ending of its name without regard to case.
 *
 * @throws {NeurarrowError} `format-unknown` with the endings that are known
 */
export function readerFor(name: string): Reader {
  const lower = name.toLowerCase()
  const reader = readers.find(({ endings }) => endings.some((ending) => lower.endsWith(ending)))
  const endings = readers.flatMap((known) => known.endings)
  return reader ?? fail('format-unknown', { file: name, expected: endings })
}
