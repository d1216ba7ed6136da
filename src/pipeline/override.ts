import { parse } from 'yaml'
import { type Issue, issueAt, type YamlText } from '../document.ts'
import { fail } from '../errors.ts'
import { didYouMean } from '../kernels/nearest-name.ts'

/** One `--set`: a path of keys and the value that goes there. */
export interface Setting {
  readonly path: readonly string[]
  readonly value: unknown
}

/**
 * Reads `stages.bandpass.lowHz=1`: a path with dots, `=`, and a value in YAML.
 *
 * @throws {NeurarrowError} `arguments-invalid` when there is no `=` or no path
 */
export function parseSetting(text: string): Setting {
  const equals = text.indexOf('=')
  if (equals < 1) fail('arguments-invalid', { set: text, expected: 'path=value' })
  return { path: text.slice(0, equals).split('.'), value: parse(text.slice(equals + 1)) }
}

/**
 * Puts settings into the document, in order.
 *
 * After `stages` comes a stage's name, or its position from 0 when a name occurs twice.
 *
 * @returns an issue for each path that leads nowhere
 */
export function applySettings(yaml: YamlText, settings: readonly Setting[]): Issue[] {
  const issues: Issue[] = []
  for (const { path, value } of settings) {
    const target = path[0] === 'stages' ? stagePath(yaml, path, issues) : path
    if (target !== undefined) yaml.document.setIn(target, yaml.document.createNode(value))
  }
  return issues
}

function stagePath(
  yaml: YamlText,
  path: readonly string[],
  issues: Issue[],
): (string | number)[] | undefined {
  const stages: unknown = yaml.document.toJS().stages
  const entries = Array.isArray(stages) ? stages : []
  const uses = entries.map((entry) =>
    typeof entry === 'string' ? entry : String(Object.keys(entry ?? {})[0]),
  )
  const name = path[1] ?? ''
  const matches = uses.flatMap((use, i) => (use === name || String(i) === name ? [i] : []))
  if (matches.length === 1) {
    const [index] = matches
    if (typeof entries[index] === 'string')
      yaml.document.setIn(['stages', index], { [uses[index]]: {} })
    return ['stages', index, uses[index], ...path.slice(2)]
  }
  const why =
    matches.length > 1
      ? `several stages are "${name}"; say ${matches.map((i) => `stages.${i}`).join(' or ')}`
      : `the pipeline has no stage "${name}"${didYouMean(name, uses)}`
  issues.push({ ...issueAt(yaml, ['stages'], why), path: `--set ${path.join('.')}` })
  return undefined
}
