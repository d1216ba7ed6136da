import type { ProgressSink } from '../../src/cli/progress.ts'

/** A place for text that keeps what was written to it. */
export interface TextSink extends ProgressSink {
  text: string
  on(): void
}

/** Makes an empty one; with `columns` it says that it is a terminal of that width. */
export function textSink(columns?: number): TextSink {
  return {
    text: '',
    isTTY: columns !== undefined,
    columns,
    write(text) {
      this.text += text
      return true
    },
    on() {},
  }
}
