import type { Command } from 'commander'
import type { ModelDescription } from '../encoders/describe-model.ts'
import { byteText, paragraph, printJson, printTable } from './output.ts'

/** Adds `neurarrow models show`: the card of a model and the state of its files. */
export function addModelsShow(models: Command): void {
  models
    .command('show')
    .description('the card of a model, and whether its files are those it means')
    .argument('<name>', 'a model')
    .option('--json', 'one JSON document on stdout')
    .action(showModel)
}

/** Shows a model; the command ends with 3 when a file is missing or changed. */
export async function showModel(name: string, { json }: { json?: boolean }): Promise<void> {
  const { describeModel } = await import('../encoders/describe-model.ts')
  const { channelWords } = await import('../encoders/channel-words.ts')
  const { rateWords } = await import('../encoders/rate.ts')
  const model = describeModel(name)
  const words = { rate: rateWords(model), channels: channelWords(model.channels) }
  if (json) printJson(model)
  else printModel(model, words)
  const isBad = model.graphs.some(({ state }) => state !== 'ok' && state !== 'recipe')
  if (isBad) process.exitCode = 3
}

/** What of a model is said in words. */
interface Words {
  readonly rate: string
  readonly channels: string
}

function printModel(model: ModelDescription, words: Words): void {
  process.stdout.write(`${model.name}: ${model.title}\n\n${paragraph(model.description)}\n\n`)
  printTable(['', ''], [...factsOf(model, words), ...checkFacts(model)])
  process.stdout.write('\n')
  printTable(
    ['graph', 'file', 'size', 'state', 'SHA-256'],
    model.graphs.map((g) => [g.role, g.file, byteText(g.bytes), g.state, g.sha256]),
  )
}

function factsOf(model: ModelDescription, { rate, channels }: Words): [string, string][] {
  const { window, licence, patch } = model
  const pull = licence.pull === 'forbidden' ? ', not to be pulled' : ''
  const length = patch?.lengthS ? `${patch.lengthS} s` : `${patch?.samples} samples`
  return [
    ['folder', model.folder],
    ['source', model.source],
    ['licence', `code ${licence.code}, weights ${licence.weights}${pull}`],
    ['samples', `${model.unit} at ${rate}`],
    ['channels', channels],
    ['window', window ? `${window.minS} to ${window.maxS} s` : 'none'],
    ['patch', patch ? length : 'none'],
    ['pooling', model.pooling.join(', ')],
    ['preprocessing', model.preprocessing.map(plainWords).join('; ')],
    ['pretraining', model.pretraining.map(plainWords).join(', ') || 'none'],
  ]
}

/** Facts that not every card has. */
function checkFacts({ golden, paper, recipe, unverified }: ModelDescription): [string, string][] {
  const facts: [string, string][] = []
  if (golden) {
    const words = `${golden.file}, ${byteText(golden.bytes)}, tolerance ${golden.tolerance}`
    facts.push(['golden', words])
  }
  if (paper) facts.push(['paper', paper])
  if (recipe?.script) facts.push(['recipe', recipe.script])
  if (recipe?.checkpoint) facts.push(['checkpoint', recipe.checkpoint])
  if (recipe?.missing) facts.push(['missing', recipe.missing])
  if (unverified) facts.push(['unverified', unverified.join('; ')])
  return facts
}

/** What a card says in words, or as a key and its options. */
function plainWords(said: string | Record<string, unknown>): string {
  return typeof said === 'string' ? said : JSON.stringify(said).slice(1, -1).replaceAll('"', '')
}
