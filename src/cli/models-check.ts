import type { Command } from 'commander'
import type { Checked } from '../encoders/check-model.ts'
import type { Device } from '../encoders/device.ts'
import type { Parity } from '../encoders/parity.ts'
import type { NeurarrowError } from '../errors.ts'
import { inputFailures, inputsOf, modelsFed, printInputs } from './models-inputs.ts'
import { failureText, printJson, printTable, say } from './output.ts'
import type { ScoreParity } from './score-parity.ts'

interface Flags {
  readonly device: string
  readonly against?: string
  readonly run?: string
  readonly on?: string
  readonly subjects?: string
  readonly json?: boolean
}

/** Adds `neurarrow models check`: what a run checks of a model before it uses it. */
export function addModelsCheck(models: Command): void {
  models
    .command('check')
    .description('licence, hashes, opset, inputs and golden output of one model, or of all')
    .argument('[name]', 'a model')
    .option('--device <name>', 'auto, cpu, cuda or webgpu', 'cpu')
    .option('--against <device>', 'compare the embeddings with those of another device')
    .option('--on <pipeline.yaml>', 'also what its recordings are when they reach the model')
    .option('--subjects <names>', 'with --on: a subject, a list A,B, or a range A..B')
    .option('--run <pipeline.yaml>', 'run it on both devices too, and compare the scores')
    .option('--json', 'one JSON document on stdout')
    .action(check)
}

async function check(name: string | undefined, flags: Flags): Promise<void> {
  const { listModels } = await import('../encoders/card.ts')
  const { checkModel } = await import('../encoders/check-model.ts')
  const { deviceFrom } = await import('./device-option.ts')
  const device = await deviceFrom(flags.device)
  const fed = flags.on === undefined ? undefined : { file: flags.on, subjects: flags.subjects }
  const all = fed ? await modelsFed(fed) : listModels()
  const found: Checked[] = []
  for (const each of name === undefined ? all : [name]) found.push(await checkModel(each, device))
  const parity = flags.against === undefined ? undefined : await compare(found, device, flags)
  const inputs = fed && (await inputsOf(name === undefined ? all : [name], fed))
  const bad = found.flatMap(({ state, failure }) =>
    failure && (name !== undefined || fed || state !== 'to pull') ? [failure] : [],
  )
  const scores = flags.run === undefined ? undefined : await compareScores(flags.run, device, flags)
  if (flags.json) printJson({ device, models: found, inputs, parity, scores })
  else {
    printChecked(found, bad, parity)
    if (inputs) printInputs(inputs)
    if (scores) printScores(scores)
  }
  const worst = [...bad, ...inputFailures(inputs ?? [])]
  if (worst.length > 0) process.exitCode = worst[0].code === 'model-unknown' ? 2 : 3
}

function printChecked(
  found: readonly Checked[],
  bad: readonly NeurarrowError[],
  parity: readonly Parity[] | undefined,
): void {
  printTable(
    ['model', 'state', 'golden differs by', 'licence'],
    found.map((each) => [each.name, each.state, each.apart?.toPrecision(2), each.licence]),
  )
  for (const failure of bad) say(failureText(failure))
  if (parity === undefined) return
  process.stdout.write('\n')
  printTable(
    ['model', 'device', 'against', 'largest', 'mean', 'least cosine', 'same bytes'],
    parity.map((p) => [
      p.model,
      p.device,
      p.against,
      p.largest.toPrecision(2),
      p.mean.toPrecision(2),
      p.cosine.toFixed(7),
      p.same ? 'yes' : 'no',
    ]),
  )
}

function printScores(scores: readonly ScoreParity[]): void {
  process.stdout.write('\n')
  printTable(
    ['metric', 'score', 'against', 'difference'],
    scores.map((s) => [
      s.metric,
      s.found.toFixed(6),
      s.against.toFixed(6),
      s.difference.toFixed(6),
    ]),
  )
}

async function compareScores(file: string, device: Device, { against }: Flags) {
  const { fail } = await import('../errors.ts')
  const { deviceFrom } = await import('./device-option.ts')
  const { scoreParity } = await import('./score-parity.ts')
  if (against === undefined) fail('arguments-invalid', { option: '--run', expected: '--against' })
  return scoreParity(file, device, await deviceFrom(against))
}

async function compare(found: readonly Checked[], device: Device, flags: Flags): Promise<Parity[]> {
  const { loadModelCard } = await import('../encoders/card.ts')
  const { parityOf } = await import('../encoders/parity.ts')
  const { deviceFrom } = await import('./device-option.ts')
  const against = await deviceFrom(flags.against)
  const good = found.filter(({ state }) => state === 'ok')
  return Promise.all(good.map(({ name }) => parityOf(loadModelCard(name), device, against)))
}
