/** What the command line of the bench asks for. */
export interface Settings {
  /** Folder that holds the data sets eegmat and haxby2001. */
  readonly data: string
  /** The Python that has the packages of `python/requirements.txt`. */
  readonly python: string
  /** How often both sides do a piece of work. */
  readonly pairs: number
  /** Subjects of eegmat. */
  readonly subjects: string
  /** Lengths of the long recording, h; its time is judged by the last over the first. */
  readonly hours: readonly number[]
  /** How many copies of the recordings are run. */
  readonly copies: readonly number[]
}

/** One line of the results. */
export interface Row {
  readonly work: string
  readonly ours: string
  readonly python: string
  /** Python over ours, or what the target is about. */
  readonly ratio: string
  readonly target: string
  readonly verdict: string
}

/** Rows that are measured together. */
export interface Group {
  /** The word of `--only`. */
  readonly name: string
  readonly title: string
  run(settings: Settings): Part
}

/** What a group gives: rows, and what is to be known about them, in Markdown. */
export interface Part {
  readonly rows: readonly Row[]
  readonly notes: readonly string[]
}
