import { describe, expect, test } from 'vitest'
import { sourceAddress } from '../../src/encoders/source-address.ts'
import { asFailure } from '../../src/errors.ts'

const never = () => Promise.reject(new Error('nothing is asked'))
const hash = 'a'.repeat(64)
const revision = 'b0'.repeat(20)

/** An index that answers with this text, and keeps what it was asked. */
function indexOf(text: string, type = 'application/json') {
  const asked: string[] = []
  const fetch = (url: string) => {
    asked.push(url)
    return Promise.resolve(new Response(text, { headers: { 'content-type': type } }))
  }
  return { asked, fetch }
}

describe('sourceAddress', () => {
  test('an address and a file of a pinned revision are known without asking', async () => {
    const https = 'https://example.org/m.onnx'
    expect(await sourceAddress({ https }, never, {})).toEqual({ url: https })
    const source = { huggingFace: 'owner/name', revision, path: 'a b/m.onnx' }
    expect(await sourceAddress(source, never, {})).toEqual({
      url: `https://huggingface.co/owner/name/resolve/${revision}/a%20b/m.onnx`,
    })
    const mirror = { HF_ENDPOINT: 'https://mirror.example/hf/' }
    expect((await sourceAddress(source, never, mirror)).url).toMatch(
      /^https:\/\/mirror\.example\/hf\/owner/,
    )
  })

  test('the name of a package is asked as PEP 503 writes it', async () => {
    const wheel = 'Big_Pack-1.0+x-py3-none-any.whl'
    const files = [{ url: `../files/${encodeURIComponent(wheel)}#sha256=0` }]
    const { asked, fetch } = indexOf(
      JSON.stringify({ files }),
      'application/vnd.pypi.simple.v1+json',
    )
    const source = { pypi: 'Big__Pack', version: '1.0', wheel, path: 'm.onnx', sha256: hash }
    const env = { PIP_INDEX_URL: 'https://mirror.example/simple' }
    const found = await sourceAddress(source, fetch, env)
    expect(asked).toEqual(['https://mirror.example/simple/big-pack/'])
    expect(found.url).toBe(`https://mirror.example/simple/files/${encodeURIComponent(wheel)}`)
    expect(found.archive).toEqual({ kind: 'zip', sha256: hash, path: 'm.onnx' })
  })

  test('one version of a package of npm is asked for', async () => {
    const tarball = 'https://registry.example/p.tgz'
    const { asked, fetch } = indexOf(JSON.stringify({ dist: { tarball } }))
    const source = { npm: '@own/p', version: '1.2.3', path: 'm.onnx', sha256: hash }
    const env = { npm_config_registry: 'https://registry.example/' }
    expect((await sourceAddress(source, fetch, env)).url).toBe(tarball)
    expect(asked).toEqual(['https://registry.example/@own%2Fp/1.2.3'])
  })

  test('an interrupted question is an interruption', async () => {
    const abort = () => Promise.reject(new DOMException('aborted', 'AbortError'))
    const source = { npm: 'p', version: '1.2.3', path: 'm.onnx', sha256: hash }
    const failure = await sourceAddress(source, abort, {}).then(() => undefined, asFailure)
    expect(failure?.code).toBe('interrupted')
  })
})
