/** What a failure ends the command with: a failed run, a wrong document, or bad data. */
export type ExitCode = 1 | 2 | 3 | 130

interface Entry {
  readonly exit: ExitCode
  /** What is true when this code is raised, in lower case and without the facts. */
  readonly says: string
}

/**
 * Every way neurarrow can fail. The code names the part that raised it; the facts thrown with it
 * say which file, byte, stage, option or value. A new failure is one line here.
 */
export const catalogue = {
  // documents and arguments
  'document-unreadable': { exit: 2, says: 'the document cannot be read' },
  'document-invalid': { exit: 2, says: 'the document has mistakes' },
  'arguments-invalid': { exit: 2, says: 'the arguments are wrong' },
  'stage-options': { exit: 2, says: 'a stage cannot do what its options ask of this data' },
  'kind-mismatch': { exit: 2, says: 'a stage does not read this kind of table' },
  // data sets and files
  'file-missing': { exit: 3, says: 'a file is missing' },
  'file-unreadable': { exit: 3, says: 'a file cannot be read' },
  'file-truncated': { exit: 3, says: 'a file ends before the data it declares' },
  'file-corrupt': { exit: 3, says: 'a file contradicts its own format' },
  'file-too-large': { exit: 3, says: 'a file declares more data than may be allocated' },
  'file-empty': { exit: 3, says: 'a file holds no data' },
  'file-unwritable': { exit: 3, says: 'a file cannot be written' },
  'format-unknown': { exit: 3, says: 'no reader knows this format' },
  'checksum-mismatch': { exit: 3, says: 'a file does not have the SHA-256 that is expected' },
  'dataset-unknown': { exit: 2, says: 'no data set card has this name' },
  'dataset-invalid': { exit: 2, says: 'a data set card has mistakes' },
  'atlas-unknown': { exit: 2, says: 'no atlas card has this name' },
  'atlas-invalid': { exit: 2, says: 'an atlas card has mistakes' },
  'dataset-incomplete': { exit: 3, says: 'a data set is only partly there' },
  'dataset-counts': { exit: 3, says: 'a data set does not have the counts its card declares' },
  'download-failed': { exit: 3, says: 'a download did not succeed' },
  // signals and volumes
  'channel-missing': { exit: 3, says: 'a recording lacks a channel that is asked for' },
  'channel-ambiguous': { exit: 3, says: 'several channels of a recording have the name asked for' },
  'rates-differ': { exit: 3, says: 'channels of one segment have different rates' },
  'signal-too-short': { exit: 3, says: 'a signal has fewer samples than the operation needs' },
  'non-finite': { exit: 3, says: 'a value is not a finite number' },
  'rank-deficient': { exit: 3, says: 'a matrix is not of full rank' },
  'grid-mismatch': { exit: 3, says: 'two images do not lie on the same grid' },
  'length-mismatch': { exit: 3, says: 'two tables of one recording differ in length' },
  'events-missing': { exit: 3, says: 'a recording has no event of the kind asked for' },
  'event-outside': { exit: 3, says: 'an event lies outside its recording' },
  'column-missing': { exit: 3, says: 'a table lacks a column that is asked for' },
  // models
  'model-unknown': { exit: 2, says: 'no model card has this name' },
  'model-invalid': { exit: 2, says: 'a model card has mistakes' },
  'model-missing': { exit: 3, says: 'a model file is missing' },
  'model-input': { exit: 3, says: 'the data do not meet the contract of the model' },
  'model-licence': { exit: 3, says: 'the licence of a model does not allow this' },
  'device-missing': { exit: 3, says: 'the device that is asked for does not work here' },
  'model-golden': { exit: 3, says: 'a model does not reproduce its golden output on this device' },
  'model-failed': { exit: 1, says: 'a model could not be run' },
  // evaluation
  'rows-missing': { exit: 1, says: 'the stages leave no row of any recording' },
  'split-impossible': { exit: 2, says: 'the split cannot be made from these rows' },
  leakage: { exit: 1, says: 'training and test rows overlap' },
  'figure-impossible': { exit: 2, says: 'a figure cannot be drawn from these rows' },
  'protocol-unknown': { exit: 2, says: 'no protocol has this name' },
  'protocol-counts': { exit: 3, says: 'the rows are not those that the protocol expects' },
  'target-missing': { exit: 2, says: 'the rows lack the target that is to be decoded' },
  'one-class': { exit: 1, says: 'training rows hold only one class' },
  'not-converged': { exit: 1, says: 'a fit did not converge' },
  // execution and store
  'store-corrupt': { exit: 3, says: 'a stored table does not have the content it was stored with' },
  'store-unreachable': { exit: 1, says: 'the store cannot be reached' },
  'store-denied': { exit: 1, says: 'the store refuses these credentials or rights' },
  'store-missing': { exit: 1, says: 'the bucket of the store does not exist' },
  'store-full': { exit: 1, says: 'the store has no room left' },
  'store-failed': { exit: 1, says: 'the store could not be read or written' },
  'recording-failed': { exit: 3, says: 'a recording could not be processed' },
  'worker-failed': { exit: 1, says: 'a worker thread ended unexpectedly' },
  'node-timeout': { exit: 1, says: 'a node took longer than it may' },
  'node-memory': { exit: 1, says: 'a node needs more memory than it may have' },
  // queue
  'queue-unreachable': { exit: 1, says: 'the queue cannot be reached' },
  'queue-denied': { exit: 1, says: 'the queue refuses this user, password or command' },
  'job-refused': { exit: 1, says: 'a job is not what its key says, or not of this version' },
  'path-refused': { exit: 1, says: 'a path lies outside the folders that are declared' },
  'worker-lost': { exit: 1, says: 'workers went down again and again while they ran a node' },
  'run-cancelled': { exit: 1, says: 'the run was cancelled' },
  'run-unknown': { exit: 2, says: 'there is no such run' },
  'run-differs': { exit: 1, says: 'a run does not give the results that it recorded' },
  interrupted: {
    exit: 130,
    says: 'interrupted; what is finished is kept and the next run resumes',
  },
  internal: { exit: 1, says: 'neurarrow itself is wrong here; please report it' },
} as const satisfies Record<string, Entry>

export type Code = keyof typeof catalogue

/**
 * Facts of one failure. Common keys: `file`, `byte` (offset), `line`, `column`, `stage`, `option`,
 * `value`, `recording`, `channel`, `expected`, `found`, `remedy` (what would help, when certain).
 */
export type Facts = Readonly<Record<string, unknown>>

/** A failure as data: a catalogue code and its facts. Plain enough to cross a thread or a queue. */
export class NeurarrowError extends Error {
  readonly code: Code
  readonly facts: Facts

  constructor(code: Code, facts: Facts = {}, options?: ErrorOptions) {
    super(wording(code, facts), options)
    this.name = 'NeurarrowError'
    this.code = code
    this.facts = facts
  }

  get exitCode(): ExitCode {
    return catalogue[this.code].exit
  }

  toJSON(): { code: Code; says: string; facts: Facts } {
    return { code: this.code, says: catalogue[this.code].says, facts: this.facts }
  }
}

/**
 * Raises a catalogue failure.
 *
 * @throws {NeurarrowError} always
 */
export function fail(code: Code, facts: Facts = {}, cause?: unknown): never {
  throw new NeurarrowError(code, facts, cause === undefined ? undefined : { cause })
}

/** Any thrown value as a catalogue failure; what is not one becomes `internal` with its message. */
export function asFailure(thrown: unknown): NeurarrowError {
  if (thrown instanceof NeurarrowError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new NeurarrowError('internal', { message }, { cause: thrown })
}

function wording(code: Code, facts: Facts): string {
  const said = Object.entries(facts).filter(
    ([key, value]) => value !== undefined && key !== 'remedy',
  )
  const list = said.map(([key, value]) => `${key} ${show(value)}`).join(', ')
  const remedy = typeof facts.remedy === 'string' ? `; ${facts.remedy}` : ''
  return `${code}: ${catalogue[code].says}${list ? ` (${list})` : ''}${remedy}`
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
