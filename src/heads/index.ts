import type { Head } from '../head.ts'

/** All heads, in the order of the reference. */
export const heads: readonly Head[] = []
