import type { Command } from 'commander'
import type { Code } from '../errors.ts'
import { addModelsAdd } from './models-add.ts'
import { addModelsCheck } from './models-check.ts'
import { addModelsPull } from './models-pull.ts'
import { addModelsShow, showModel } from './models-show.ts'
import { printJson, printTable } from './output.ts'

interface Flags {
  readonly json?: boolean
}

/** One line of the list: the card's facts, or why it cannot be read. */
interface Listed {
  readonly name: string
  readonly title: string
  readonly rateHz?: number
  readonly trS?: number | readonly [number, number]
  readonly channels: string
  readonly licence: string
  readonly state: 'present' | 'to pull' | 'recipe' | 'graph missing' | Code
}

/** Adds `neurarrow models`: lists, shows, pulls, checks and adds models. */
export function addModels(program: Command): void {
  const models = program
    .command('models')
    .description('list models, show, pull or check one, or draft the card of another')
  models
    .command('list', { isDefault: true })
    .description('the models that are there, and those that can be had')
    .argument('[name]', 'a model, which is then shown')
    .option('--json', 'one JSON document on stdout')
    .action((name: string | undefined, flags: Flags) =>
      name === undefined ? list(flags) : showModel(name, flags),
    )
  addModelsShow(models)
  addModelsPull(models)
  addModelsCheck(models)
  addModelsAdd(models)
  for (const command of models.commands) command.exitOverride()
}

async function list({ json }: Flags): Promise<void> {
  const { listModels } = await import('../encoders/card.ts')
  const models = await Promise.all(listModels().map(listed))
  if (json) return printJson({ models })
  printTable(
    ['model', 'rateHz', 'channels', 'weights', 'state', 'what it is'],
    models.map((m) => [m.name, m.rateHz, m.channels, m.licence, m.state, m.title]),
  )
}

async function listed(name: string): Promise<Listed> {
  const { existsSync } = await import('node:fs')
  const { fileOf, isRecipe, loadModelCard } = await import('../encoders/card.ts')
  const { asFailure } = await import('../errors.ts')
  const { channelWords } = await import('../encoders/channel-words.ts')
  try {
    const card = loadModelCard(name)
    const { title, rateHz, trS, licence, graphs } = card
    const away = graphs.filter(({ file }) => !existsSync(fileOf(card, file)))
    const isPulled = away.every(({ from }) => from !== undefined)
    const state = away.length === 0 ? 'present' : isPulled ? 'to pull' : 'graph missing'
    const channels = channelWords(card.channels)
    const facts = { name, title, rateHz, trS, channels, licence: licence.weights }
    return { ...facts, state: isRecipe(card) ? 'recipe' : state }
  } catch (thrown) {
    return { name, title: '', channels: '', licence: '', state: asFailure(thrown).code }
  }
}
