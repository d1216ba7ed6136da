/** Makes the files of a data set from a seed: the same bytes on every machine. */
export interface Generator {
  /** Raised when the same seed gives other files than before. */
  readonly version: number
  /** Paths of its files, with `/`. */
  readonly files: readonly string[]
  /** The bytes of one file, which do not depend on the others having been made. */
  make(path: string, seed: number): Uint8Array
}
