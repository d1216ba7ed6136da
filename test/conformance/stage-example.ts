import type { Kind } from '../../src/tables/kind.ts'
import type { Example } from '../fixtures/tables.ts'

/** Options with which a stage runs on the example tables. */
export interface StageExample {
  readonly options: Readonly<Record<string, unknown>>
  /** The kinds it is tried on, when not all that the stage reads. */
  readonly kinds?: readonly Kind[]
  /** What the example table is made of, when not the default. */
  readonly table?: Example
  /** Each channel of a window or segment goes into the others. */
  readonly mixesChannels?: boolean
}

/** Examples of stages by their key. */
export type StageExamples = Readonly<Record<string, readonly StageExample[]>>
