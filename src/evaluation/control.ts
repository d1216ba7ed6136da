import type { Table } from '../tables/table.ts'
import type { Unit } from './group.ts'
import type { Split } from './split.ts'

/** Which rows are rest: those with this value in this label column. */
export interface Rest {
  readonly label: string
  readonly value: string
}

/** What a control is told about the evaluation that it is a control of. */
export interface ControlContext {
  readonly target: string
  /** What scores are of. */
  readonly unit: Unit
  readonly split: Split
  readonly seed: number
  /** What rows are answered together, whose label is one. */
  readonly averageOver?: Unit
  /** Of the data set card; absent when the card does not say. */
  readonly rest?: Rest
  /** The label column of the words that vectors stand for. */
  readonly words?: string
}

/** What a control changes of an evaluation. */
export interface ControlChanges {
  readonly target?: string
  readonly split?: Split
  readonly metrics?: readonly string[]
  /** Whether rows are answered one by one, since labels change within a recording. */
  readonly rowByRow?: true
}

/**
 * The same pipeline on labels from which nothing of interest can be learnt: what it scores above
 * chance comes from elsewhere. A new one is a file in `controls` and a line in its list.
 */
export interface Control {
  /** The name in YAML. */
  readonly use: string
  readonly title: string
  /** What it means when the score is above chance, in a sentence. */
  readonly alarm: string
  readonly needsRest?: boolean
  changes(context: ControlContext): ControlChanges
  /** The rows with other labels, or fewer of them. Depends on rows and context alone. */
  relabel(rows: Table, context: ControlContext): Table
  /** The value that knowing nothing reaches, where shuffling within groups cannot tell. */
  chance?(rows: Table): number
}
