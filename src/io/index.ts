import type { Reader } from '../reader.ts'

/** All readers, in the order of the reference. */
export const readers: readonly Reader[] = []
