import type { AnyRecord, RunCard } from '../store/run.ts'
import { html, type Markup } from './markup.ts'
import { reference } from './reference.ts'
import { facts, section } from './section.ts'

/** What the cards of data set and models say, each to be opened; on paper all are open. */
export function cardsSection({ cards = [] }: AnyRecord): Markup {
  if (cards.length === 0) return html``
  const words = cards.some(({ of }) => of === 'model') ? 'Data and model cards' : 'Data card'
  return section('cards', words, html`${cards.map(cardDetails)}`)
}

function cardDetails({ of, name, title, description, facts: known, warnings }: RunCard): Markup {
  const kind = of === 'dataset' ? 'data set' : 'model'
  const listed =
    warnings.length > 0 &&
    html`<h3>To be known</h3><ul>${warnings.map((one) => html`<li>${one}</li>`)}</ul>`
  const pairs = known.map(([key, value]) => [key, isReference(key) ? links(value) : value] as const)
  return html`<details class="card" open><summary><strong>${name}</strong>
<span>${kind}: ${title}</span></summary>
<p>${description}</p>${listed}${facts(pairs)}</details>`
}

function isReference(key: string): boolean {
  return ['cite', 'paper', 'page'].includes(key)
}

function links(value: string): Markup {
  return html`${value.split(', ').map((one, i) => html`${i > 0 && ', '}${reference(one)}`)}`
}
