import { createRequire } from 'node:module'
import type * as CliProgress from 'cli-progress'
import { byteText, type Sink, timeText } from './output.ts'

/** Where a terminal's bar or the lines of a log go. */
export interface ProgressSink extends Sink {
  readonly isTTY?: boolean
  /** Width of the terminal. */
  readonly columns?: number
}

/** Long work that says how far it is. */
export interface Progress {
  /**
   * @param done how much is done, in the unit of the total
   * @param doing what is being done now, for instance a file's name
   */
  update(done: number, doing?: string): void
  /** Replaces the total when it becomes known or grows. */
  setTotal(total: number): void
  /** Ends the bar, or writes the last line; to be called in `finally`. */
  stop(): void
}

/** What the progress is of. */
export interface ProgressOptions {
  readonly label: string
  readonly total: number
  /** `bytes` are shown as kB, MB, GB; any other word stands behind the count. */
  readonly unit: string
  readonly sink?: ProgressSink
  /** The present in ms; monotonic. */
  readonly now?: () => number
}

/** Not a terminal: at most one line in this time, ms. */
const lineEveryMs = 5000
const barColumns = 24

/**
 * Starts showing progress on stderr: a bar with rate and time left on a terminal, elsewhere plain
 * lines at most once in 5 s.
 */
export function startProgress(options: ProgressOptions): Progress {
  const sink = options.sink ?? process.stderr
  return sink.isTTY ? bar(options, sink) : lines(options, sink)
}

/**
 * Lines wrap and the cursor stays visible, so that an interrupted bar leaves the terminal whole.
 *
 * The library is loaded here, for every command would wait for it otherwise.
 */
function bar(options: ProgressOptions, sink: ProgressSink): Progress {
  const pace = paceOf(options)
  const { SingleBar } = createRequire(import.meta.url)('cli-progress') as typeof CliProgress
  const single = new SingleBar({
    format: (_, { value, total }, { doing }: { doing: string }) => {
      const share = Math.min(1, value / total)
      const filled = Math.round(share * barColumns)
      const drawn = '█'.repeat(filled) + '░'.repeat(barColumns - filled)
      const percent = `${Math.floor(share * 100)}%`.padStart(4)
      const line = `${options.label} ${drawn} ${percent}  ${pace(value, total)}  ${doing}`
      return [...line].slice(0, (sink.columns ?? 80) - 1).join('')
    },
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
    stream: sink as NodeJS.WriteStream,
  })
  single.start(Math.max(options.total, 1), 0, { doing: '' })
  return {
    update: (done, doing = '') => single.update(done, { doing }),
    setTotal: (total) => single.setTotal(Math.max(total, 1)),
    stop: () => single.stop(),
  }
}

function lines(options: ProgressOptions, sink: ProgressSink): Progress {
  const now = options.now ?? (() => performance.now())
  const pace = paceOf(options)
  let { total } = options
  let writtenMs = now()
  let shown = 0
  let last = 0
  let doing = ''
  const write = () => {
    const percent = total > 0 ? Math.floor((100 * last) / total) : 0
    const rest = doing === '' ? '' : `, ${doing}`
    sink.write(`${options.label}: ${percent}%, ${pace(last, total)}${rest}\n`)
    writtenMs = now()
    shown = last
  }
  return {
    update(done, word = '') {
      last = done
      doing = word
      if (now() - writtenMs >= lineEveryMs) write()
    },
    setTotal(value) {
      total = value
    },
    stop() {
      doing = ''
      if (shown !== last) write()
    },
  }
}

/** The count, the rate since the start and the time left at that rate, in words. */
function paceOf({ unit, now = () => performance.now() }: ProgressOptions) {
  const startedMs = now()
  return (done: number, total: number): string => {
    const seconds = (now() - startedMs) / 1000
    const rate = seconds > 0 ? done / seconds : 0
    const counted =
      unit === 'bytes'
        ? `${byteText(done)} of ${byteText(total)}, ${byteText(rate)}/s`
        : `${done} of ${total} ${unit}, ${rate.toFixed(rate < 10 ? 1 : 0)}/s`
    const isDone = done >= total
    if (isDone) return `${counted}, in ${timeText(seconds)}`
    return rate > 0 ? `${counted}, ${timeText((total - done) / rate)} left` : counted
  }
}
