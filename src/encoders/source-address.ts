import type { FetchLike } from '../download.ts'
import { fail, NeurarrowError } from '../errors.ts'
import type { GraphSource } from './graph-schema.ts'
import { shownAddress } from './secure-fetch.ts'

/** What is downloaded for a graph: the file itself, or an archive that holds it. */
export interface SourceAddress {
  readonly url: string
  /** Set when what is downloaded is an archive. */
  readonly archive?: {
    readonly kind: 'zip' | 'tar'
    readonly sha256: string
    /** Path of the file inside. */
    readonly path: string
  }
}

/** Where the indexes are when the environment names no mirror. */
const defaults = {
  huggingFace: 'https://huggingface.co',
  pypi: 'https://pypi.org/simple',
  npm: 'https://registry.npmjs.org',
}

/** An answer of an index is read into memory, bytes. */
const mostIndexBytes = 64 * 2 ** 20

/**
 * Finds the address of a source: for a package by asking its index.
 *
 * Mirrors are those the tools of the ecosystem know: `NEURARROW_PYPI` or `PIP_INDEX_URL` (a simple
 * index, JSON or HTML), `npm_config_registry`, `HF_ENDPOINT`.
 *
 * @throws {NeurarrowError} `download-failed` when the index cannot be asked or has no such file,
 *   `interrupted`
 */
export async function sourceAddress(
  source: GraphSource,
  fetch: FetchLike,
  env: NodeJS.ProcessEnv = process.env,
): Promise<SourceAddress> {
  if ('https' in source) return { url: source.https }
  if ('huggingFace' in source) {
    const { huggingFace, revision, path } = source
    const base = baseOf(env.HF_ENDPOINT, defaults.huggingFace)
    return { url: `${base}/${huggingFace}/resolve/${revision}/${inUrl(path)}` }
  }
  const { path, sha256 } = source
  if ('pypi' in source) {
    const base = baseOf(env.NEURARROW_PYPI ?? env.PIP_INDEX_URL, defaults.pypi)
    const url = await wheelAddress(source, base, fetch)
    return { url, archive: { kind: 'zip', sha256, path } }
  }
  const base = baseOf(env.npm_config_registry, defaults.npm)
  const url = await tarballAddress(source, base, fetch)
  return { url, archive: { kind: 'tar', sha256, path } }
}

type Wheel = Extract<GraphSource, { pypi: string }>
type Tarball = Extract<GraphSource, { npm: string }>

/** @see PEP 503 (names, HTML) and PEP 691 (JSON), the simple repository API */
async function wheelAddress({ pypi, wheel }: Wheel, base: string, fetch: FetchLike) {
  const page = `${base}/${pypi.toLowerCase().replace(/[-_.]+/g, '-')}/`
  const accept = 'application/vnd.pypi.simple.v1+json, text/html;q=0.5'
  const { text, type } = await ask(page, accept, fetch)
  const links = type.includes('json') ? jsonLinks(page, text) : htmlLinks(text)
  const link = links.find((each) => lastPart(each, page) === wheel)
  if (link !== undefined) return withPasswordOf(new URL(link, page), page)
  return fail('download-failed', { url: shownAddress(page), expected: wheel, files: links.length })
}

function jsonLinks(page: string, text: string): string[] {
  const found = parsed(page, text) as { files?: { url?: unknown }[] } | null
  const files = Array.isArray(found?.files) ? found.files : []
  return files.flatMap(({ url }) => (typeof url === 'string' ? [url] : []))
}

function htmlLinks(text: string): string[] {
  const links = text.matchAll(/<a\b[^>]*?\bhref\s*=\s*["']([^"']+)["']/gi)
  return Array.from(links, ([, link]) => link.replaceAll('&amp;', '&'))
}

function lastPart(link: string, page: string): string | undefined {
  if (!URL.canParse(link, page)) return undefined
  return new URL(link, page).pathname.split('/').at(-1)?.replaceAll('%2B', '+')
}

/** Files on the host of the index need the user and password of the index. */
function withPasswordOf(file: URL, page: string): string {
  const { username, password, host } = new URL(page)
  if (file.host === host && file.username === '') {
    file.username = username
    file.password = password
  }
  file.hash = ''
  return file.href
}

async function tarballAddress({ npm, version }: Tarball, base: string, fetch: FetchLike) {
  const page = `${base}/${npm.replace('/', '%2F')}/${version}`
  const { text } = await ask(page, 'application/json', fetch)
  const found = parsed(page, text) as { dist?: { tarball?: unknown } } | null
  const tarball = found?.dist?.tarball
  if (typeof tarball === 'string' && URL.canParse(tarball, page))
    return withPasswordOf(new URL(tarball, page), page)
  return fail('download-failed', { url: shownAddress(page), expected: 'the address of a tarball' })
}

async function ask(url: string, accept: string, fetch: FetchLike) {
  const shown = shownAddress(url)
  const response = await fetch(url, { headers: { Accept: accept } }).catch((cause) => {
    if (cause instanceof NeurarrowError) throw cause
    if (cause?.name === 'AbortError') return fail('interrupted', { url: shown }, cause)
    return fail('download-failed', { url: shown, message: String(cause?.cause ?? cause) }, cause)
  })
  if (!response.ok || response.body === null) {
    return fail('download-failed', { url: shown, status: response.status })
  }
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body) {
    bytes += piece.length
    if (bytes > mostIndexBytes) fail('download-failed', { url: shown, bytes, most: mostIndexBytes })
    pieces.push(piece)
  }
  const type = response.headers.get('content-type') ?? ''
  return { text: Buffer.concat(pieces).toString('utf8'), type }
}

function parsed(page: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    return fail('download-failed', { url: shownAddress(page), expected: 'JSON' }, cause)
  }
}

function baseOf(asked: string | undefined, usual: string): string {
  return (asked || usual).replace(/\/+$/, '')
}

function inUrl(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
