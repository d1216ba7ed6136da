import { stageNamed } from './registry.ts'

type Options = Readonly<Record<string, unknown>>

/** A branch of `union`: its name, and its stages with their options. */
export type NamedSteps = readonly [name: string, steps: readonly (readonly [string, Options])[]]

/**
 * The references of a stage under its options: for a stage that holds others (`union`), theirs too.
 *
 * @returns each once, in the order of the stages; empty for a stage that is not known
 */
export function stageCites(use: string, options: Options): string[] {
  const own = stageNamed(use)?.cites ?? []
  const inner = branchSteps(use, options).flatMap(([, steps]) =>
    steps.flatMap(([name, given]) => stageCites(name, given)),
  )
  return [...new Set([...own, ...inner])]
}

/** The branches of a stage that holds others, as their options were written or bound. */
export function branchSteps(use: string, options: Options): NamedSteps[] {
  if (use !== 'union') return []
  const branches = Object.entries(Object(options.of)) as [string, (string | object)[]][]
  return branches.map(([name, steps]): NamedSteps => {
    const pairs = steps.flatMap((step): [string, unknown][] =>
      typeof step === 'string' ? [[step, {}]] : Object.entries(step),
    )
    return [name, pairs.map(([inner, given]) => [inner, (given ?? {}) as Options] as const)]
  })
}
