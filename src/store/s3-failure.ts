import { type Code, type Facts, NeurarrowError } from '../errors.ts'

/** What the SDK throws, as far as it is looked at. */
interface Thrown {
  readonly name?: string
  readonly code?: string
  readonly message?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** Whether what the SDK threw says that an object is not there, while the bucket may be. */
export function isAbsent(thrown: unknown): boolean {
  const { name = '' } = thrown as Thrown
  return name === 'NotFound' || name === 'NoSuchKey'
}

const denied =
  /^(AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|.*Forbidden)$/
const full = /(StorageFull|QuotaExceeded|InsufficientCapacity)$/
const passingNames = /^(SlowDown|RequestTimeout|RequestTimeTooSkewed|InternalError|TimeoutError)$/
/** Names that the system gives to a network that fails; a certificate's are not among them. */
const network =
  /^(ECONN\w+|E(HOST|NET)(UNREACH|DOWN|RESET)|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EMFILE|ENFILE)$/

/**
 * What the SDK threw as a failure of the catalogue.
 *
 * The fact `transient` says whether the same request may succeed later. The service's words are
 * kept, but for the credentials of this process, should they be among them; the error itself, which
 * holds the signed request, is not.
 *
 * @param facts which object of which store, and the endpoint
 */
export function s3Failure(thrown: unknown, facts: Facts): NeurarrowError {
  if (thrown instanceof NeurarrowError) return thrown
  const { name = '', code = '', message = '', $metadata } = thrown as Thrown
  const status = $metadata?.httpStatusCode
  const [failure, transient] = judge(name, code, status)
  const reason = [code || name, message].filter((word) => !/^(Error|UnknownError|)$/.test(word))
  return new NeurarrowError(failure, {
    ...facts,
    endpoint: withoutUser(facts.endpoint),
    status,
    transient,
    message: withoutSecrets(reason.join(': '), process.env),
    remedy: /^Region is missing/.test(message) ? 'set AWS_REGION' : remedies[failure],
  })
}

function judge(name: string, code: string, status: number | undefined): [Code, boolean] {
  if (name === 'NoSuchBucket') return ['store-missing', false]
  if (name === 'CredentialsProviderError') return ['store-denied', false]
  if (full.test(name) || status === 507) return ['store-full', true]
  if (passingNames.test(name)) return ['store-unreachable', true]
  if (denied.test(name) || status === 401 || status === 403) return ['store-denied', false]
  if (status === undefined)
    return network.test(code) ? ['store-unreachable', true] : ['store-failed', false]
  const passes = status >= 500 || status === 408 || status === 429 || status < 300
  return passes ? ['store-unreachable', true] : ['store-failed', false]
}

const remedies: Partial<Record<Code, string>> = {
  'store-missing': 'make the bucket, or name another one',
  'store-denied':
    'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, for a user who may get and ' +
    'put objects and list the bucket',
}

const secrets = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ACCESS_KEY_ID'] as const

/** What is shorter is a word of any text. */
const shortestSecret = 4

/** Text without the credentials that an environment holds, and without those of addresses in it. */
function withoutSecrets(text: string, environment: NodeJS.ProcessEnv): string {
  const values = secrets.flatMap((name) => environment[name] || [])
  const long = values.filter((value) => value.length >= shortestSecret)
  return long.reduce((left, value) => left.replaceAll(value, '...'), withoutUser(text))
}

function withoutUser<T>(text: T): T | string {
  return typeof text === 'string' ? text.replace(/\/\/[^/@\s]*@/g, '//') : text
}
