import { atlasFile } from '../datasets/atlas.ts'
import { datasetFile, type ResolvedRecording, resolveDataset } from '../datasets/resolve.ts'
import { fail } from '../errors.ts'
import { readerFor } from '../io/index.ts'
import type { SideFile } from '../pipeline/node.ts'
import type { PlannedRecording } from '../pipeline/planned-recording.ts'
import { joinedSets } from '../pipeline/transfer.ts'
import { ownNames } from '../tables/rename-channels.ts'
import { extentOf } from './extent.ts'
import { type HashedFile, type Hashing, hashFiles } from './hash-files.ts'
import { type CheckedPipeline, type SharedFile, sharedFiles } from './prepare.ts'
import { repetitionOf } from './repetition.ts'

/** A recording found on disk, and the same as the plan needs it. */
export interface Located {
  readonly resolved: ResolvedRecording
  readonly planned: PlannedRecording
}

/**
 * Finds the files of a pipeline's recordings and hashes them; a generated data set is made first.
 *
 * @throws {NeurarrowError} what is missing or cannot be read
 */
export async function locateRecordings(
  checked: CheckedPipeline,
  hashing: Hashing,
): Promise<Located[]> {
  const { pipeline, card, transferCard } = checked
  const own = await locateSet(checked, hashing)
  if (pipeline.transfer === undefined || transferCard === undefined) return own
  const { subjects, channels } = pipeline.transfer
  const other = { pipeline: { ...pipeline, subjects }, card: transferCard }
  const added = await locateSet(other, hashing, channels)
  const joined = joinedSets(
    { name: card.name, planned: own.map(({ planned }) => planned) },
    { name: transferCard.name, planned: added.map(({ planned }) => planned) },
    pipeline.transfer,
  )
  return [...own, ...added].map(({ resolved }, r) => ({ resolved, planned: joined[r] }))
}

async function locateSet(
  { pipeline, card }: CheckedPipeline,
  hashing: Hashing,
  rename: Readonly<Record<string, string>> = {},
): Promise<Located[]> {
  const { root, recordings } = await resolveDataset(card, { subjects: pipeline.subjects })
  const shared = sharedFiles(pipeline)
  const needsOf = new Set(
    pipeline.stages.flatMap(({ stage, options }) =>
      Object.values(stage.needs?.(options) ?? {}).map((need) => need.table),
    ),
  )
  const found = recordings.map((resolved) => ({
    resolved,
    events: needsOf.has('events') ? resolved.events : undefined,
    confounds: needsOf.has('confounds') ? resolved.confounds : undefined,
    images: shared.map(({ table, path }) => ({
      template: path,
      table,
      path: datasetFile(root, path, resolved),
    })),
  }))
  const paths = found.flatMap(({ resolved, events, confounds, images }) =>
    [resolved, events, confounds, ...images, ...(resolved.beside ?? [])].flatMap((file) =>
      file ? [file.path] : [],
    ),
  )
  const hashes = await hashFiles(paths, hashing)
  const hashOf = (path: string) => hashes.get(path)?.sha256 ?? ''
  requireAtlases(shared, hashOf)
  const first = pipeline.stages[0]
  const channels = first.use === 'pick' ? (first.options.channels as string[]) : undefined
  return Promise.all(
    found.map(async ({ resolved, events, confounds, images }) => ({
      resolved,
      planned: {
        ...(await plannedRead(resolved, hashes.get(resolved.path), card)),
        beside: resolved.beside?.map((file) => ({ ...file, sha256: hashOf(file.path) })),
        extent: await extentOf(resolved.path, channels && ownNames(channels, rename)),
        events: events && { file: plain(events), sha256: hashOf(events.path) },
        confounds: confounds && { file: plain(confounds), sha256: hashOf(confounds.path) },
        images: Object.fromEntries(
          images.map(({ template, table, path }) => {
            const reader = table === 'image' ? readerFor(path).use : table
            return [template, { path, reader, sha256: hashOf(path) }]
          }),
        ),
      },
    })),
  )
}

/** Compares images of atlases with the hashes that their cards state. */
function requireAtlases(shared: readonly SharedFile[], hashOf: (path: string) => string): void {
  for (const { path: named } of shared) {
    const { path = '', sha256: expected } = atlasFile(named) ?? {}
    if (expected === undefined || hashOf(path) === expected) continue
    fail('checksum-mismatch', { atlas: named, file: path, expected, found: hashOf(path) })
  }
}

async function plannedRead(
  resolved: ResolvedRecording,
  hashed: HashedFile | undefined,
  { expect }: CheckedPipeline['card'],
) {
  const { subject, session, run, recording, labels, path, expectedSha256 } = resolved
  const { use, version } = readerFor(path)
  const { sha256 = '', ownSha256, dataSha256, besideBytes = 0 } = hashed ?? {}
  const known = {
    recording: { subject, session, run, recording, labels },
    reader: { use, version },
    path,
    sha256,
    trS: await repetitionOf(path),
    expectedTrS: expect.trS,
  }
  if (dataSha256 === undefined) return { ...known, expectedSha256 }
  // the card lists the hash of the file alone, which is no longer asked for once it is right
  const unmet = ownSha256 === expectedSha256 ? undefined : expectedSha256
  return { ...known, expectedSha256: unmet, dataSha256, besideBytes }
}

/** A place without the hash that the card lists, which is no part of what is read. */
function plain<P extends SideFile & { expectedSha256?: string }>({
  expectedSha256: _,
  ...file
}: P) {
  return file as unknown as SideFile
}

/** SHA-256 of the file with each recording's samples, by recording. */
export function contentsOf(planned: readonly PlannedRecording[]): Record<string, string> {
  return Object.fromEntries(
    planned.map(({ recording, sha256, dataSha256 }) => [recording.recording, dataSha256 ?? sha256]),
  )
}
