import { existsSync, mkdirSync } from 'node:fs'
import { copyFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { download, type FetchLike } from '../download.ts'
import { fail } from '../errors.ts'
import { fileSha256 } from '../file-sha256.ts'
import { type DatasetCard, listedFiles } from './card.ts'
import { generatedFiles, makeGenerated } from './generate.ts'
import type { ListedFile } from './sums.ts'

/** How far a fetch has come. */
export interface FetchProgress {
  /** Files that are finished, and all of them. */
  readonly files: number
  readonly ofFiles: number
  /** Bytes that arrived since the fetch began. */
  readonly bytes: number
  /** The file that moved last. */
  readonly file: string
}

/** Where a data set is fetched to, and from where. */
export interface FetchOptions {
  /** Folder that holds data sets by name: the files come into `<to>/<name>/`. */
  readonly to: string
  /** Folder to take the files from instead of downloading them. */
  readonly from?: string
  readonly onProgress?: (progress: FetchProgress) => void
  /** Ends the fetch early; what arrived is kept and the next fetch resumes. */
  readonly signal?: AbortSignal
  /** In place of the platform's `fetch`. */
  readonly fetch?: FetchLike
}

/** What a fetch did. */
export interface Fetched {
  /** Folder of the data set. */
  readonly root: string
  /** Files that came (or were generated) now, and that were there already with the right hash. */
  readonly fetched: number
  readonly kept: number
}

/** Downloads that run at a time. */
const lanes = 4

/**
 * Brings the files of a data set: downloads them, takes them from a folder, or generates them.
 *
 * Each file arrives under another name, is compared with its SHA-256 and then renamed; files that
 * are there already and right are kept. `from` may be the folder of the data set, a folder that
 * holds it by name, or a folder with all files side by side when their names differ.
 *
 * @throws {NeurarrowError} `checksum-mismatch` (the file is removed), `download-failed`,
 *   `dataset-incomplete` naming what `from` lacks after all else was taken, `interrupted`
 */
export async function fetchDataset(card: DatasetCard, options: FetchOptions): Promise<Fetched> {
  const { to, signal, onProgress } = options
  if (card.source?.generate !== undefined) {
    const file = card.name
    let made = 0
    const report = (files: number, ofFiles: number) => {
      made = files
      onProgress?.({ files, ofFiles, bytes: 0, file })
    }
    const root = await makeGenerated(card, [to], { signal, onProgress: report })
    return { root, fetched: made, kept: (generatedFiles(card) ?? []).length - made }
  }
  const files = listedFiles(card)
  if (files === undefined) {
    const remedy = `put the files into ${join(to, card.name)}`
    return fail('download-failed', { dataset: card.name, expected: 'a card with files', remedy })
  }
  const root = join(to, card.name)
  const work = new Fetching(card, root, files, options)
  return work.run()
}

/** One fetch: its counts, and what is missing. */
class Fetching {
  private bytes = 0
  private done = 0
  private fetched = 0
  private readonly missing: string[] = []
  private readonly card: DatasetCard
  private readonly root: string
  private readonly files: readonly ListedFile[]
  private readonly options: FetchOptions

  constructor(
    card: DatasetCard,
    root: string,
    files: readonly ListedFile[],
    options: FetchOptions,
  ) {
    this.card = card
    this.root = root
    this.files = files
    this.options = options
  }

  async run(): Promise<Fetched> {
    const { card, root, files, missing, options } = this
    const queue = [...files]
    const lane = async () => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
        if (options.signal?.aborted) fail('interrupted', { dataset: card.name, fetched: this.done })
        await this.one(file).catch((failure) => {
          queue.length = 0
          throw failure
        })
      }
    }
    const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    if (missing.length > 0) {
      const facts = { dataset: card.name, from: options.from, missing: missing.slice(0, 5) }
      const here = `${files.length - missing.length} of ${files.length} files`
      const remedy = `${here} are in ${root} now; \`--subjects\` runs on those that are whole`
      fail('dataset-incomplete', {
        ...facts,
        missingFiles: missing.length,
        of: files.length,
        remedy,
      })
    }
    return { root, fetched: this.fetched, kept: files.length - this.fetched }
  }

  private async one(file: ListedFile): Promise<void> {
    const target = join(this.root, file.path)
    if (!(await isRight(target, file.sha256))) {
      mkdirSync(dirname(target), { recursive: true })
      const arrived =
        this.options.from === undefined ? await this.load(file) : await this.copy(file)
      if (!arrived) return
      await this.accept(file, target)
      this.fetched++
    }
    this.done++
    this.report(file.path, 0)
  }

  /** Downloads to the `.part` file, which a later fetch continues. */
  private async load(file: ListedFile): Promise<boolean> {
    const { url, path } = file
    if (url === undefined) {
      const { name, homepage } = this.card
      const where = homepage === undefined ? '' : `; the data can be found at ${homepage}`
      const remedy = `there is no download address: \`neurarrow fetch ${name} --from DIR\`${where}`
      return fail('download-failed', { dataset: name, file: path, remedy })
    }
    const { signal, fetch } = this.options
    const onBytes = (bytes: number) => this.report(path, bytes)
    await download(url, partOf(join(this.root, path)), { signal, fetch, onBytes })
    return true
  }

  /** Copies to the `.part` file; false, and noted as missing, when the folder has no such file. */
  private async copy({ path }: ListedFile): Promise<boolean> {
    const { from = '' } = this.options
    const flat = this.files.filter((other) => basename(other.path) === basename(path)).length === 1
    const places = [path, join(this.card.name, path), ...(flat ? [basename(path)] : [])]
    const source = places.map((place) => join(from, place)).find(existsSync)
    if (source === undefined) {
      this.missing.push(path)
      return false
    }
    const part = partOf(join(this.root, path))
    await copyFile(source, part).catch((cause) => fail('file-unreadable', { file: source }, cause))
    this.report(path, (await stat(part)).size)
    return true
  }

  private async accept({ path, sha256: expected }: ListedFile, target: string): Promise<void> {
    const part = partOf(target)
    const found = await fileSha256(part)
    if (expected !== undefined && found !== expected) {
      await rm(part, { force: true })
      fail('checksum-mismatch', { file: path, expected, found })
    }
    await rename(part, target)
  }

  private report(file: string, bytes: number): void {
    this.bytes += bytes
    const { done: files, bytes: all } = this
    this.options.onProgress?.({ files, ofFiles: this.files.length, bytes: all, file })
  }
}

function partOf(target: string): string {
  return `${target}.part`
}

async function isRight(target: string, sha256: string | undefined): Promise<boolean> {
  if (!existsSync(target)) return false
  return sha256 === undefined || (await fileSha256(target)) === sha256
}
