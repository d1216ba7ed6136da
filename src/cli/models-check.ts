import type { Command } from 'commander'
import type { Checked } from '../encoders/check-model.ts'
import type { Parity } from '../encoders/parity.ts'
import { failureText, printJson, printTable, say } from './output.ts'

interface Flags {
  readonly device: string
  readonly against?: string
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
    .option('--json', 'one JSON document on stdout')
    .action(check)
}

async function check(name: string | undefined, flags: Flags): Promise<void> {
  const { listModels } = await import('../encoders/card.ts')
  const { checkModel } = await import('../encoders/check-model.ts')
  const { deviceFrom } = await import('./device-option.ts')
  const device = await deviceFrom(flags.device)
  const found: Checked[] = []
  for (const each of name === undefined ? listModels() : [name])
    found.push(await checkModel(each, device))
  const parity = flags.against === undefined ? undefined : await compare(found, device, flags)
  if (flags.json) printJson({ device, models: found, parity })
  else printChecked(found, parity)
  const bad = found.find(({ failure }) => failure !== undefined)?.failure
  if (bad) process.exitCode = bad.code === 'model-unknown' ? 2 : 3
}

function printChecked(found: readonly Checked[], parity: readonly Parity[] | undefined): void {
  printTable(
    ['model', 'state', 'golden differs by', 'licence'],
    found.map((each) => [each.name, each.state, each.apart?.toPrecision(2), each.licence]),
  )
  for (const { failure } of found) if (failure) say(failureText(failure))
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

async function compare(
  found: readonly Checked[],
  device: Checked['device'],
  flags: Flags,
): Promise<Parity[]> {
  const { loadModelCard } = await import('../encoders/card.ts')
  const { parityOf } = await import('../encoders/parity.ts')
  const { deviceFrom } = await import('./device-option.ts')
  const against = await deviceFrom(flags.against)
  const good = found.filter(({ state }) => state === 'ok')
  return Promise.all(good.map(({ name }) => parityOf(loadModelCard(name), device, against)))
}
