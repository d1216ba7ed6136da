import { gzipSync } from 'node:zlib'
import { withEntity } from '../datasets/with-entity.ts'
import { fail } from '../errors.ts'
import { tableCifti } from '../io/table-cifti.ts'
import { tableGifti } from '../io/table-gifti.ts'
import { tableImage, voxelMask } from '../io/table-image.ts'
import { bidsJson, bidsTable } from '../io/write-bids.ts'
import type { WriteDocument } from '../pipeline/schema.ts'
import { type BrainSpace, brainPlace } from '../tables/brain-space.ts'
import { segmentsOf } from '../tables/signals.ts'
import type { Table } from '../tables/table.ts'
import { voxelPlaces } from '../tables/voxel-places.ts'
import { edgeFiles, holdsEdges } from './edge-files.ts'

/** What a recording's files are called, and what its table does not say. */
export interface FmriFacts {
  /** Path with all entities up to `desc`, without suffix and ending. */
  readonly stem: string
  readonly format: WriteDocument['format']
  readonly task: string
  /** Where the data come from, as a URI of BIDS. */
  readonly source: string
  /** What parcels consist of; asked for CIFTI only. */
  readonly space: () => Promise<BrainSpace>
}

/**
 * The files of a table of fMRI as BIDS derivatives, by path: `_bold.nii.gz` with its `_mask` of
 * voxels, 0 outside; `_timeseries.tsv` of parcels; `_bold.dtseries.nii`, `_timeseries.ptseries.nii`
 * and `_hemi-L_..._bold.func.gii` of what lies on surfaces; `_statmap` of maps; `_relmat.tsv` of
 * connectomes (`edgeFiles`). Each has a JSON beside it.
 *
 * @throws {NeurarrowError} `arguments-invalid` for a format that cannot hold these rows
 */
export async function fmriFiles(table: Table, facts: FmriFacts): Promise<Map<string, Uint8Array>> {
  if (holdsEdges(table) && (facts.format ?? 'tsv') === 'tsv') return edgeFiles(table, facts)
  const found = contentOf(table)
  const format = facts.format ?? found.format
  if (format === 'nifti' && found.format === 'nifti') return niftiFiles(table, facts)
  if (format === 'tsv' && table.kind === 'signals') {
    return parcelTable(table as Table<'signals'>, facts)
  }
  if (format === 'cifti' && table.kind !== 'volumes') return ciftiFiles(table, facts)
  if (format === 'gifti' && table.kind === 'signals') {
    return giftiFiles(table as Table<'signals'>, facts)
  }
  return fail('arguments-invalid', { option: 'write.format', found: format, holds: found.holds })
}

/** What a table holds, and the format that is written when none is asked for. */
function contentOf(table: Table): { holds: string; format: 'nifti' | 'cifti' | 'tsv' } {
  const names = namesOf(table)
  if (table.kind === 'volumes' || voxelPlaces({ meta: { ...table.meta, names } })) {
    return { holds: 'voxels', format: 'nifti' }
  }
  if (table.kind === 'matrices') return { holds: 'connectomes', format: 'tsv' }
  const isDense = (JSON.parse(names) as string[]).every((name) => brainPlace(name))
  if (table.meta.brain !== undefined && isDense) return { holds: 'vertices', format: 'cifti' }
  return { holds: 'parcels', format: table.kind === 'features' ? 'cifti' : 'tsv' }
}

function namesOf(table: Table): string {
  if (table.kind !== 'signals') return table.meta.names ?? '[]'
  return JSON.stringify(segmentsOf(table as Table<'signals'>)[0]?.channels ?? [])
}

type Files = Map<string, Uint8Array>

function described(stem: string, more: Readonly<Record<string, unknown>>): [string, Uint8Array] {
  return [`${stem}.json`, Buffer.from(bidsJson(more))]
}

function niftiFiles(table: Table, { stem, task, source }: FmriFacts): Files {
  const { bytes, facts } = tableImage(table, stem, 0)
  const suffix = table.kind === 'features' ? 'statmap' : 'bold'
  const said = suffix === 'bold' ? { TaskName: task, SkullStripped: table.kind !== 'volumes' } : {}
  const files: Files = new Map([
    [`${stem}_${suffix}.nii.gz`, new Uint8Array(gzipSync(bytes))],
    described(`${stem}_${suffix}`, { ...said, ...facts, Sources: [source] }),
  ])
  const mask = voxelMask(table)
  if (mask && suffix === 'bold') {
    files.set(`${stem}_mask.nii.gz`, new Uint8Array(gzipSync(mask)))
    files.set(...described(`${stem}_mask`, { Type: 'Brain', Sources: [source] }))
  }
  return files
}

/** A column a parcel, a line a scan. */
function parcelTable(table: Table<'signals'>, { stem, source, task }: FmriFacts): Files {
  const segments = segmentsOf(table)
  const [{ channels, rateHz, startS }] = segments
  const rows = segments.flatMap(({ values, samples }) =>
    Array.from({ length: samples }, (_, t) => channels.map((_, c) => values[c * samples + t])),
  )
  const said = {
    TaskName: task,
    SamplingFrequency: rateHz,
    StartTime: startS,
    Units: table.meta.unit,
    Sources: [source],
  }
  return new Map([
    [`${stem}_timeseries.tsv`, Buffer.from(bidsTable(channels, rows))],
    described(`${stem}_timeseries`, said),
  ])
}

async function ciftiFiles(table: Table, { stem, source, task, space }: FmriFacts): Promise<Files> {
  const isDense = (JSON.parse(namesOf(table)) as string[]).every((name) => brainPlace(name))
  const { bytes, ending } = tableCifti(table, isDense ? undefined : await space())
  const isSeries = ending.endsWith('tseries.nii')
  const suffix = isSeries ? (isDense ? 'bold' : 'timeseries') : 'statmap'
  const said = isSeries ? { TaskName: task, RepetitionTime: stepOf(table as Table<'signals'>) } : {}
  return new Map([
    [`${stem}_${suffix}.${ending}`, bytes],
    described(`${stem}_${suffix}`, { ...said, Sources: [source] }),
  ])
}

function giftiFiles(table: Table<'signals'>, { stem, source, task }: FmriFacts): Files {
  const files: Files = new Map()
  for (const { structure, bytes } of tableGifti(table)) {
    const half = /LEFT/.test(structure) ? 'L' : /RIGHT/.test(structure) ? 'R' : undefined
    if (half === undefined) {
      fail('arguments-invalid', { structure, expected: 'a surface of one hemisphere' })
    }
    const own = `${withEntity(stem, 'hemi', half)}_bold`
    files.set(`${own}.func.gii`, bytes)
    const said = { TaskName: task, RepetitionTime: stepOf(table), Sources: [source] }
    files.set(...described(own, said))
  }
  return files
}

function stepOf(table: Table<'signals'>): number | undefined {
  return table.meta.maps === undefined ? 1 / segmentsOf(table)[0].rateHz : undefined
}
