import { delimiter } from 'node:path'
import { afterAll, beforeAll } from 'vitest'

/** Has the tests of a file find the models of these folders, the first first. */
export function useModels(...roots: readonly string[]): void {
  const before = process.env.NEURARROW_MODELS
  beforeAll(() => {
    process.env.NEURARROW_MODELS = roots.join(delimiter)
  })
  afterAll(() => {
    if (before === undefined) delete process.env.NEURARROW_MODELS
    else process.env.NEURARROW_MODELS = before
  })
}
