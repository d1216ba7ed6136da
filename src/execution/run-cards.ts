import type { DatasetCard } from '../datasets/card.ts'
import { loadModelCard, type ModelCard } from '../encoders/card.ts'
import { channelWords } from '../encoders/channel-words.ts'
import { rateWords } from '../encoders/rate.ts'
import type { Contamination } from '../evaluation/contamination.ts'
import type { RunCard } from '../store/run.ts'
import type { CheckedPipeline } from './prepare.ts'

/**
 * The cards of a run in words, data sets first, so that its report can be read and drawn again
 * without them.
 *
 * @param models names of the models that the stages run
 * @param contamination models that were trained on people of the run
 */
export function runCards(
  { card, transferCard }: Pick<CheckedPipeline, 'card' | 'transferCard'>,
  models: readonly string[],
  contamination: readonly Contamination[],
): RunCard[] {
  const datasets = transferCard ? [card, transferCard] : [card]
  return [
    ...datasets.map(datasetCard),
    ...models.map((name) => modelCard(loadModelCard(name), contamination)),
  ]
}

type Facts = readonly (readonly [string, string | undefined])[]

/** Facts that are known, in their order. */
function known(facts: Facts): [string, string][] {
  return facts.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []))
}

function datasetCard(card: DatasetCard): RunCard {
  const { expect, splits, labels, rest, source } = card
  const names = Object.entries(splits).map(([name, { train, validation, test }]) => {
    const chosen = validation ? `, chosen by ${validation.join(' ')}` : ''
    return `${name}: trained on ${train.join(' ')}${chosen}, tested on ${test.join(' ')}`
  })
  const size = [
    expect.subjects && `${expect.subjects} subjects`,
    expect.recordings && `${expect.recordings} recordings`,
  ]
  const facts = known([
    ['licence', card.licence],
    ['cite', card.cite.join(', ')],
    ['page', card.homepage],
    ['also called', card.aliases.join(', ')],
    ['modality', card.modality],
    ['population', size.filter(Boolean).join(', ')],
    ['rate', expect.rateHz ? `${expect.rateHz} Hz` : undefined],
    ['repetition time', expect.trS ? `${expect.trS} s` : undefined],
    ['channels', expect.channels && `${expect.channels.length}: ${expect.channels.join(', ')}`],
    ['labels of recordings', Object.keys(labels).join(', ')],
    ['events', card.events && eventWords(card.events)],
    ['rest', rest && `where ${rest.label} is ${rest.value}`],
    ['published splits', names.join('; ')],
    ['files', source && fileWords(source)],
  ])
  const { name, title, description, notes } = card
  return { of: 'dataset', name, title, description, facts, warnings: notes }
}

function eventWords(events: NonNullable<DatasetCard['events']>): string {
  if (events === 'annotations') return 'annotations of the files'
  return 'bids' in events ? 'as BIDS has them' : `a file beside each recording: ${events.path}`
}

function fileWords({ generate, files, sums, seed }: NonNullable<DatasetCard['source']>): string {
  if (generate) return `made on the spot by ${generate}, seed ${seed}`
  const count = files?.length ?? sums?.trim().split('\n').length ?? 0
  return `${count}, each with its SHA-256 in the card, checked when they are fetched and read`
}

function modelCard(card: ModelCard, contamination: readonly Contamination[]): RunCard {
  const { licence, window, patch, golden, metrics = [], positions } = card
  const length = patch?.lengthS ? `${patch.lengthS} s` : `${patch?.samples} samples`
  const facts = known([
    ['licence', `code ${licence.code}, weights ${licence.weights}`],
    ['may be given on', licence.redistributable ? 'yes' : 'no'],
    ['paper', card.paper],
    ['source', card.source],
    ['graphs', card.graphs.map(graphWords).join('; ')],
    ['samples', `${card.unit} at ${rateWords(card)}`],
    ['channels', channelWords(card.channels)],
    ['missing channels', card.onMissing],
    ['positions', positions && `${positions.frame}, in ${positions.unit}`],
    ['window', window && `${window.minS} to ${window.maxS} s`],
    ['patch', patch && length],
    ['preprocessing it expects', card.preprocessing.map(plainWords).join('; ')],
    ['pooling', card.pooling.join(', ')],
    ['pretraining data', card.pretraining.map(plainWords).join(', ') || 'none'],
    ['hidden in pretraining', card.masking && maskWords(card.masking)],
    ['published scores', metrics.map(metricWords).join('; ')],
    ['parity', golden && parityWords(golden)],
    ['card', `SHA-256 ${card.cardSha256}`],
  ])
  const seen = contamination.filter(({ model }) => model === card.name)
  const warnings = [
    ...seen.map(({ dataset, subjects }) => {
      return `Pretrained on ${dataset}${subjects ? ` (${subjects.join(', ')})` : ''}.`
    }),
    ...(card.unverified ?? []).map((fact) => `Not verified: ${fact}.`),
  ]
  const { name, title, description } = card
  return { of: 'model', name, title, description, facts, warnings }
}

function graphWords({ role, file, opset, sha256 }: ModelCard['graphs'][number]): string {
  return `${role} ${file}, opset ${opset}, SHA-256 ${sha256 ?? 'unknown'}`
}

function maskWords({ kind, ratio }: NonNullable<ModelCard['masking']>): string {
  return ratio === undefined ? kind : `${kind}, share ${ratio}`
}

function metricWords(metric: NonNullable<ModelCard['metrics']>[number]): string {
  const { name, value, dataset, split, source } = metric
  return `${name} ${value} on ${dataset} (${split}; ${source})`
}

function parityWords({ tolerance }: NonNullable<ModelCard['golden']>): string {
  return (
    'a golden input gives the golden output to ' +
    `${tolerance} of its largest magnitude, checked on the device before the model is run`
  )
}

/** What a card says in words, or as a key and its options. */
function plainWords(said: string | Record<string, unknown>): string {
  return typeof said === 'string' ? said : JSON.stringify(said).slice(1, -1).replaceAll('"', '')
}
