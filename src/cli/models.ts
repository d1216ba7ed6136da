import type { Command } from 'commander'
import type { ModelDescription } from '../encoders/describe-model.ts'
import type { Code } from '../errors.ts'
import { byteText, paragraph, printJson, printTable } from './output.ts'

interface Flags {
  readonly json?: boolean
  readonly check?: boolean
}

/** One line of the list: the card's facts, or why it cannot be read. */
interface Listed {
  readonly name: string
  readonly title: string
  readonly rateHz?: number
  readonly trS?: number | readonly [number, number]
  readonly channels: string
  readonly licence: string
  readonly state: 'present' | 'recipe' | 'graph missing' | Code
}

/** Adds `neurarrow models`: the encoders that are there, or the card and files of one. */
export function addModels(program: Command): void {
  program
    .command('models')
    .description('list the encoder models, or show the card of one and check its files')
    .argument('[name]', 'a model')
    .option('--check', 'also run the golden input through the model on this device')
    .option('--json', 'one JSON document on stdout')
    .action(async (name: string | undefined, flags: Flags) => {
      if (name !== undefined) return showModel(name, flags)
      const { fail } = await import('../errors.ts')
      if (flags.check) fail('arguments-invalid', { option: '--check', expected: 'a model' })
      return list(flags)
    })
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
  try {
    const card = loadModelCard(name)
    const { title, rateHz, trS, channels, licence, graphs } = card
    const isThere = graphs.every(({ file }) => existsSync(fileOf(card, file)))
    const state = isRecipe(card) ? 'recipe' : isThere ? 'present' : 'graph missing'
    return {
      name,
      title,
      rateHz,
      trS,
      channels: channelWords(channels),
      licence: licence.weights,
      state,
    }
  } catch (thrown) {
    return { name, title: '', channels: '', licence: '', state: asFailure(thrown).code }
  }
}

async function showModel(name: string, { json, check }: Flags): Promise<void> {
  const { describeModel } = await import('../encoders/describe-model.ts')
  const { rateWords } = await import('../encoders/rate.ts')
  const model = describeModel(name)
  const goldenApart = check ? await goldenOf(name) : undefined
  if (json) printJson({ ...model, goldenApart })
  else printModel(model, rateWords(model), goldenApart)
  if (model.graphs.some(({ state }) => state !== 'ok')) process.exitCode = 3
}

/** Runs the preflight; a model that is not what its card says ends the command. */
async function goldenOf(name: string): Promise<number> {
  const { loadModelCard } = await import('../encoders/card.ts')
  const { preflight } = await import('../encoders/preflight.ts')
  return (await preflight(loadModelCard(name))).goldenApart
}

function printModel(model: ModelDescription, rate: string, goldenApart: number | undefined): void {
  const { window, licence, patch, graphs, golden } = model
  const facts: [string, string | number][] = [
    ['folder', model.folder],
    ['source', model.source],
    ['licence', `code ${licence.code}, weights ${licence.weights}`],
    ['samples', `${model.unit} at ${rate}`],
    ['channels', channelWords(model.channels)],
    ['window', `${window.minS} to ${window.maxS} s`],
    ['patch', patch ? (patch.lengthS ? `${patch.lengthS} s` : `${patch.samples} samples`) : 'none'],
    ['pooling', model.pooling.join(', ')],
    ['preprocessing', model.preprocessing.map(plainWords).join('; ')],
    ['pretraining', model.pretraining.map(plainWords).join(', ') || 'none'],
  ]
  if (golden) {
    facts.push([
      'golden',
      `${golden.file}, ${byteText(golden.bytes)}, tolerance ${golden.tolerance}`,
    ])
  }
  if (model.paper) facts.push(['paper', model.paper])
  if (goldenApart !== undefined) facts.push(['golden differs by', goldenApart.toPrecision(2)])
  process.stdout.write(`${model.name}: ${model.title}\n\n${paragraph(model.description)}\n\n`)
  printTable(['', ''], facts)
  process.stdout.write('\n')
  printTable(
    ['graph', 'file', 'size', 'state', 'SHA-256'],
    graphs.map((g) => [g.role, g.file, byteText(g.bytes), g.state, g.sha256]),
  )
}

function channelWords(channels: ModelDescription['channels']): string {
  if ('order' in channels) return `${channels.order.length} in order`
  if ('vocabulary' in channels) return `any of ${channels.vocabulary.length}`
  if ('montage' in channels) return `any of ${channels.montage}`
  if ('atlas' in channels) return `${channels.atlas.name}, ${channels.atlas.regions} regions`
  return 'any'
}

/** What a card says in words, or as a key and its options. */
function plainWords(said: string | Record<string, unknown>): string {
  return typeof said === 'string' ? said : JSON.stringify(said).slice(1, -1).replaceAll('"', '')
}
