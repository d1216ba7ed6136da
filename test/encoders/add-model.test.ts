import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addModel } from '../../src/encoders/add-model.ts'
import { loadModelCard } from '../../src/encoders/card.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { asFailure } from '../../src/errors.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { startFileServer } from './file-server.ts'
import { fixtures } from './model-folder.ts'

const graph = join(fixtures, 'montage-encoder', 'model.onnx')
const failureOf = (run: Promise<unknown>) => run.then(() => undefined, asFailure)

describe('addModel', () => {
  test('drafts a card that is refused until it is filled in, and then runs', async () => {
    const to = temporaryFolder()
    const { file, missing } = await addModel(graph, { to, name: 'montage-encoder' })
    expect(missing).toContain('unit: missing')
    expect(missing).toContain('golden: missing')
    expect(missing.some((issue) => issue.startsWith('graphs[0].inputs[1].is'))).toBe(true)
    expect(asFailure(await failureOf(Promise.resolve().then(() => load(to)))).code).toBe(
      'model-invalid',
    )
    const { golden, ...rest } = loadModelCard('montage-encoder', [fixtures])
    const { folder, places: _places, cardSha256: _hash, ...facts } = { ...rest, golden }
    const table = readFileSync(join(folder, 'golden.arrow'))
    writeFileSync(join(to, 'montage-encoder', 'golden.arrow'), table)
    writeFileSync(file, JSON.stringify(facts))
    expect((await preflight(load(to))).goldenApart).toBeLessThan(1e-6)
  })

  test('the address of a graph becomes its source', async () => {
    const server = await startFileServer()
    server.files.set('/My_Model.onnx', readFileSync(graph))
    const to = temporaryFolder()
    const { file } = await addModel(`${server.base}/My_Model.onnx`, { to })
    const text = readFileSync(file, 'utf8')
    expect(file).toBe(join(to, 'my-model', 'model.yaml'))
    expect(text).toContain(`https: ${server.base}/My_Model.onnx`)
  })

  test('what is no graph, is not there or has a bad name leaves nothing', async () => {
    const to = temporaryFolder()
    const text = join(to, 'a.onnx')
    writeFileSync(text, 'no graph')
    expect((await failureOf(addModel(text, { to })))?.code).toBe('file-corrupt')
    expect((await failureOf(addModel(join(to, 'b.onnx'), { to })))?.code).toBe('file-missing')
    expect((await failureOf(addModel(graph, { to, name: '../x' })))?.code).toBe('arguments-invalid')
    expect(existsSync(join(to, 'a', 'model.onnx'))).toBe(false)
    await addModel(graph, { to, name: 'twice' })
    expect((await failureOf(addModel(graph, { to, name: 'twice' })))?.code).toBe(
      'arguments-invalid',
    )
  })
})

function load(to: string) {
  return loadModelCard('montage-encoder', [to])
}
