import { fileSource } from '../io/source.ts'
import type { Source } from '../reader.ts'

/** Opens a file for the time that `run` takes. */
export async function withFile<A>(path: string, run: (source: Source) => Promise<A>): Promise<A> {
  const source = await fileSource(path)
  try {
    return await run(source)
  } finally {
    await source.close?.()
  }
}
