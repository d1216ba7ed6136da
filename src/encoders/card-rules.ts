import type { CardFacts, GraphFacts } from './card-schema.ts'

/** Says a mistake at a place of the card. */
type Say = (path: readonly PropertyKey[], message: string) => void

/** Inputs that samples of a recording can be fed to. */
export const sampleRoles = ['tokens', 'signal', 'volumes', 'features', 'codes'] as const
export type SampleRole = (typeof sampleRoles)[number]

/** Says what the schema alone cannot say of a card; each mistake at its place. */
export function checkCard(card: CardFacts, say: Say): void {
  checkWeights(card, say)
  checkEncoder(card, say)
  if (card.graphs.some(({ role }) => role === 'vision')) checkVision(card, say)
  else checkTime(card, say)
  const { recipe } = card
  if (recipe && recipe.script === undefined && recipe.missing === undefined) {
    say(['recipe'], 'a script is needed, or a word on what is missing')
  }
}

/** Recordings have a rate and windows. */
function checkTime({ rateHz, trS, window }: CardFacts, say: Say): void {
  if ((rateHz === undefined) === (trS === undefined)) {
    say(['rateHz'], 'exactly one of rateHz and trS is needed')
  }
  if (Array.isArray(trS) && trS[0] > trS[1]) say(['trS'], 'the range is reversed')
  if (window === undefined) say(['window'], 'needed: the shortest and longest window')
  else if (window.minS > window.maxS) say(['window'], 'minS lies above maxS')
}

/** A model for images is one graph of one image, whose lengths are known. */
function checkVision({ graphs }: CardFacts, say: Say): void {
  const [{ inputs }, ...others] = graphs
  const [{ is, shape }, ...more] = inputs
  const [batch, colours, ...sides] = shape
  const isImage = is === 'image' && batch === 'batch' && (colours === 1 || colours === 3)
  const isSized = sides.length === 2 && sides.every((side) => typeof side === 'number')
  if (others.length > 0) say(['graphs'], 'a model for images is one graph')
  if (isImage && isSized && more.length === 0) return
  say(['graphs', 0, 'inputs'], 'one image is needed: [batch, 1 or 3, height, width] in numbers')
}

/** A card without weights needs a recipe; one with weights needs all by which they are checked. */
function checkWeights(card: CardFacts, say: Say): void {
  const { graphs, recipe } = card
  const bare = graphs.findIndex(({ sha256 }) => sha256 === undefined)
  if (bare >= 0) {
    if (recipe === undefined) say(['graphs', bare, 'sha256'], 'needed where there is no recipe')
    return
  }
  graphs.forEach(({ opset }, i) => {
    if (opset === undefined) say(['graphs', i, 'opset'], 'needed where there is a sha256')
  })
  if (card.golden === undefined) say(['golden'], 'needed where there are weights')
  if (card.scale === undefined) say(['scale'], 'needed where there are weights')
}

function checkEncoder(card: CardFacts, say: Say): void {
  const encoders = card.graphs.filter(({ role }) => role === 'encoder')
  if (encoders.length > 1) say(['graphs'], 'more than one graph has the role encoder')
  const run = card.graphs.filter(({ role }) => role === 'encoder' || role === 'tokenizer')
  const fed = sampleInputs(run)
  const kinds = new Set(fed.map(({ is }) => is))
  if (encoders.length === 1 && kinds.size !== 1) {
    say(['graphs'], `the encoder takes samples in one form: ${sampleRoles.join(', ')}`)
  }
  const roles = run.flatMap(({ inputs }) => inputs.map(({ is }) => is))
  if (roles.includes('channelIds') && !namesOf(card)) {
    say(['channels'], 'channelIds need the order or the vocabulary of the channels')
  }
  if (kinds.has('tokens') && !card.patch) say(['patch'], 'tokens need the length of a patch')
  if (roles.includes('pos') && !card.positions) say(['positions'], 'pos needs its coordinates')
}

/** The names of channels that a card knows, by which `channelIds` count; none when it has none. */
export function namesOf({ channels }: Pick<CardFacts, 'channels'>): readonly string[] | undefined {
  if ('order' in channels) return channels.order
  if ('vocabulary' in channels) return channels.vocabulary
  return 'atlas' in channels ? channels.atlas.order : undefined
}

/** Inputs that take samples, and not an output of a graph before them. */
export function sampleInputs(graphs: readonly GraphFacts[]): { name: string; is: SampleRole }[] {
  return graphs.flatMap(({ inputs }, at) => {
    const made = graphs.slice(0, at).flatMap(({ outputs }) => outputs.map(({ name }) => name))
    return inputs.flatMap(({ name, is, constant }) => {
      const role = sampleRoles.find((each) => each === is)
      return role && constant === undefined && !made.includes(name) ? [{ name, is: role }] : []
    })
  })
}
