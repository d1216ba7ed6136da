import { expect, test } from 'vitest'
import { optionsJsonSchema } from '../../src/pipeline/reference.ts'
import { allStages } from '../../src/pipeline/registry.ts'
import type { Stage } from '../../src/stage.ts'
import { goldenCases, goldenManifest } from '../golden-cases.ts'

/** What of a stage has no golden case, by the beginning of its name; each with the reason. */
const withoutCase: Readonly<Record<string, string>> = {
  'autoreject augment: false': 'what the package finds then changes with its random folds',
  'betas confounds.': 'chosen as the stage confounds does, which has a case of each',
  'clean confounds.': 'as betas',
  'glm confounds.': 'as betas',
  'residuals confounds.': 'as betas',
  'pick types: annotations': 'MNE has no channels of annotations',
  'maskTokens kind': 'drawn from our own stream; causal, which draws nothing, has cases',
  'maskTokens at: random': 'drawn',
  'maskTokens rectangle': 'drawn',
  'maskTokens grid': 'drawn',
  'maskTokens block': 'drawn',
  'maskTokens groups': 'drawn',
  'maskTokens spa': 'drawn',
  'maskTokens complement': 'drawn',
  'ica labels': 'its weights are pulled, not shipped; golden/ica has what they give',
  'icaComponents labels': 'as ica',
  'encode onMissing: interpolate': 'the splines of project and interpolate, which have cases',
  'tokenize onMissing': 'as encode',
  'generate sampler: predictorCorrector': 'no small model takes fractions of time; golden/samplers',
  'generate predicts: score': 'as predictorCorrector',
  'union of': 'puts columns side by side that other stages made',
}

/** The part of JSON Schema in which ways of a stage stand. */
interface Node {
  readonly type?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly items?: Node
  readonly properties?: Readonly<Record<string, Node>>
}

const cases = goldenManifest.flatMap(({ file }) => goldenCases(file))

/** All that can be chosen: each option, and each word or switch that it may be. */
function waysOf(node: Node, path: string): string[] {
  const words = [...(node.enum ?? []), node.const].filter((word) => typeof word === 'string')
  const one = typeof node.const === 'boolean' ? [node.const] : [true, false]
  const own = node.type === 'boolean' ? one : words
  const parts = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.items ? [node.items] : [])]
  return [
    path,
    ...own.map((word) => `${path}: ${word}`),
    ...parts.flatMap((part) => waysOf(part, path)),
    ...Object.entries(node.properties ?? {}).flatMap(([key, part]) =>
      waysOf(part, path === '' ? key : `${path}.${key}`),
    ),
  ]
}

/** All that some options choose. */
function waysIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((each) => waysIn(each, path))]
  if (typeof value === 'string' || typeof value === 'boolean') return [path, `${path}: ${value}`]
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value)
  return [path, ...inner.flatMap(([key, one]) => waysIn(one, path === '' ? key : `${path}.${key}`))]
}

function unproven(stage: Stage): string[] {
  const seen = cases
    .filter((each) => each.stage === stage.use)
    .flatMap(({ options }) => waysIn(stage.options.parse(options)))
  const proven = new Set(['', ...seen])
  const all = new Set(waysOf(optionsJsonSchema(stage.options) as Node, ''))
  return [...all].filter((way) => !proven.has(way)).map((way) => `${stage.use} ${way}`)
}

const left = allStages.flatMap(unproven)
const reasons = Object.keys(withoutCase)

test('every option, word and switch of a stage has a golden case, or a reason', () => {
  expect(left.filter((way) => !reasons.some((start) => way.startsWith(start)))).toEqual([])
})

test('no reason is given for what has a golden case', () => {
  expect(reasons.filter((start) => !left.some((way) => way.startsWith(start)))).toEqual([])
})
