import type { ImageInfo, RecordingInfo } from '../reader.ts'
import { readerFor } from './index.ts'
import { withFile } from './source.ts'

/**
 * The facts that a recording's or image's header states, with a warning for what it states wrongly.
 *
 * @throws {NeurarrowError} `format-unknown`, `file-missing`, `file-unreadable`, `file-empty`, and
 *   what the reader of the format finds
 */
export async function inspectFile(path: string): Promise<RecordingInfo | ImageInfo> {
  const reader = readerFor(path)
  return withFile(path, (source) => reader.inspect(source))
}
