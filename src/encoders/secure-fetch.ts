import type { FetchLike } from '../download.ts'
import { fail } from '../errors.ts'

const mostHops = 5
const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * Fetches over HTTPS alone, over every redirect too; plain HTTP is taken from this machine only.
 *
 * A user and password in an address become a header, which is not sent on to another host.
 *
 * @throws {NeurarrowError} `download-failed` for any other protocol and for more than 5 redirects
 */
export const secureFetch: FetchLike = async (address, init) => {
  let { url, headers } = withoutPassword(address, new Headers(init.headers))
  for (let hop = 0; hop <= mostHops; hop++) {
    requireSecure(url)
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    const target = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || target === null) return response
    await response.body?.cancel()
    const next = new URL(target, url)
    if (next.origin !== url.origin) headers = withoutSecrets(headers)
    url = next
  }
  return fail('download-failed', { url: shownAddress(address), redirects: mostHops })
}

function requireSecure(url: URL): void {
  if (url.protocol === 'https:') return
  if (url.protocol === 'http:' && loopback.has(url.hostname)) return
  fail('download-failed', { url: shownAddress(url.href), expected: 'https' })
}

function withoutPassword(address: string, headers: Headers): { url: URL; headers: Headers } {
  const url = new URL(address)
  if (url.username !== '') {
    const [user, password] = [url.username, url.password].map(decodeURIComponent)
    const words = Buffer.from(`${user}:${password}`).toString('base64')
    headers.set('Authorization', `Basic ${words}`)
  }
  url.username = ''
  url.password = ''
  return { url, headers }
}

function withoutSecrets(headers: Headers): Headers {
  const kept = new Headers(headers)
  kept.delete('Authorization')
  return kept
}

/** An address without user and password, as it may be shown. */
export function shownAddress(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href
}
