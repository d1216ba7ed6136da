import type { PipelineRequest } from '../execution/prepare.ts'
import { printJson } from './output.ts'

/**
 * Does something with each variant of a pipeline's sweep in turn, or with the pipeline when it has
 * none. With `--json` one document is printed: what `work` gives, or `{ sweep: [...] }`.
 *
 * @returns what `work` gave, by variant
 */
export async function eachVariant<T>(
  request: PipelineRequest & { readonly json?: boolean },
  work: (request: PipelineRequest) => Promise<T>,
): Promise<T[]> {
  const { sweepRequests } = await import('../execution/prepare.ts')
  const requests = sweepRequests(request)
  const done: T[] = []
  for (const one of requests) done.push(await work(one))
  const isSweep = requests[0].variant !== undefined
  if (request.json) printJson(isSweep ? { sweep: done } : done[0])
  return done
}
