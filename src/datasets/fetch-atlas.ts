import { existsSync, mkdirSync } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Arriving, pullFile } from '../encoders/pull-file.ts'
import { fail } from '../errors.ts'
import { fileSha256 } from '../file-sha256.ts'
import type { AtlasCard } from './atlas.ts'
import type { AtlasFacts } from './atlas-schema.ts'
import { dataRoots } from './folder.ts'

/** How the files of an atlas are brought. */
export interface FetchAtlasOptions extends Arriving {
  /** Folder of the data; the files come into `<to>/atlases/<name>/`. */
  readonly to?: string
  /** Folder to take the files from instead of downloading them. */
  readonly from?: string
}

/** What was brought. */
export interface FetchedAtlas {
  readonly folder: string
  readonly fetched: readonly string[]
  readonly kept: readonly string[]
}

/**
 * Brings the files of an atlas, or takes them from a folder, and compares each with its SHA-256.
 *
 * @throws {NeurarrowError} `checksum-mismatch` (the file is removed), `file-missing` where the card
 *   names no address or the folder has no such file, `download-failed`, `interrupted`
 */
export async function fetchAtlas(
  card: AtlasCard,
  options: FetchAtlasOptions = {},
): Promise<FetchedAtlas> {
  const folder = join(options.to ?? dataRoots()[0], 'atlases', card.name)
  const archives = new Map<string, string>()
  const [fetched, kept]: [string[], string[]] = [[], []]
  try {
    for (const wanted of filesOf(card)) {
      const { file, sha256, from } = wanted
      const path = join(folder, file)
      if (existsSync(path) && (await fileSha256(path)) === sha256) {
        kept.push(file)
        continue
      }
      mkdirSync(folder, { recursive: true })
      if (options.from !== undefined) await taken(join(options.from, file), path, sha256)
      else if (from !== undefined) {
        await pullFile({ file, sha256, from }, { folder, archives, options })
      } else {
        const remedy = `neurarrow fetch atlas:${card.name} --from FOLDER; see ${card.homepage}`
        fail('file-missing', { atlas: card.name, file: path, remedy })
      }
      fetched.push(file)
    }
  } finally {
    for (const archive of archives.values()) await rm(archive, { force: true })
  }
  return { folder, fetched, kept }
}

function filesOf({ image, regions }: AtlasFacts) {
  return [...(image ? [image] : []), ...(typeof regions === 'string' ? [] : [regions])]
}

async function taken(from: string, path: string, expected: string): Promise<void> {
  if (!existsSync(from)) fail('file-missing', { file: from })
  await copyFile(from, path)
  const found = await fileSha256(path)
  if (found === expected) return
  await rm(path, { force: true })
  fail('checksum-mismatch', { file: from, expected, found })
}
