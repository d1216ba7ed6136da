import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { fail } from '../errors.ts'
import { byteText, printJson, say } from './output.ts'

/** Whether a table is asked for as an image. */
export function isImageName(out: string): boolean {
  return /\.nii(\.gz)?$/i.test(out)
}

/**
 * Writes a stored table as a NIfTI image, and what its volumes are as a JSON file beside it, as
 * BIDS derivatives have it.
 *
 * @throws {NeurarrowError} `arguments-invalid` for a file that is no `.arrow`, `kind-mismatch`
 */
export async function convertImage(
  file: string,
  { out, force = false, json }: { out: string; force?: boolean; json?: boolean },
): Promise<void> {
  if (!file.toLowerCase().endsWith('.arrow')) {
    fail('arguments-invalid', { file, expected: 'a table .arrow, where --out is an image' })
  }
  const { refuseToReplace, writeFileWhole } = await import('./write-file.ts')
  const beside = out.replace(/\.nii(\.gz)?$/i, '.json')
  for (const path of [out, beside]) if (!force && existsSync(path)) refuseToReplace(path)
  if (!existsSync(file)) fail('file-missing', { file })
  const { decodeTable } = await import('../tables/ipc.ts')
  const { tableImage } = await import('../io/table-image.ts')
  const table = decodeTable(new Uint8Array(readFileSync(file)), file)
  const { bytes, facts } = tableImage(table, file)
  const written = out.toLowerCase().endsWith('.gz') ? gzipSync(bytes) : bytes
  writeFileWhole(out, written, force)
  const text = `${JSON.stringify({ Sources: [file], ...facts }, null, 2)}\n`
  writeFileWhole(beside, Buffer.from(text), force)
  const said = { file, out, beside, kind: table.kind, bytes: written.length }
  if (json) printJson(said)
  else say(`${out}: an image of ${table.rows} rows of ${table.kind}, ${byteText(written.length)}`)
}
