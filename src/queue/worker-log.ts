import { type Logger, pino } from 'pino'

/** What logs are called by; `silent` says nothing. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const

export type LogLevel = (typeof logLevels)[number]

/**
 * A log of one JSON document a line on stderr, with the worker's name in each. Nothing but names,
 * keys, codes, facts and numbers is given to it: never an address, a connection or the environment.
 */
export function workerLog(worker: string, level: LogLevel): Logger {
  const timestamp = () => `,"time":"${new Date().toISOString()}"`
  const formatters = { level: (label: string) => ({ level: label }) }
  return pino(
    { level, base: { worker }, timestamp, formatters },
    pino.destination({ fd: 2, sync: false }),
  )
}
