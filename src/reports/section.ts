import { html, type Markup, type Part } from './markup.ts'

/** A part of the report with a heading. */
export function section(id: string, heading: string, body: Part): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${heading}</h2>
${body}</section>
`
}

/** A chart with a caption, and its numbers as a table that can be opened. */
export function figure(caption: string, chart: Part, table: Part): Markup {
  return html`<figure><figcaption>${caption}</figcaption>${chart}
${table && html`<details><summary>The numbers</summary>${table}</details>`}</figure>`
}

/** A table; columns whose name starts with `#` hold numbers and are set to the right. */
export function grid(columns: readonly string[], rows: readonly (readonly Part[])[]): Markup {
  const isNumber = columns.map((name) => name.startsWith('#'))
  const cell = (part: Part, c: number) =>
    c === 0
      ? html`<th scope="row">${part}</th>`
      : html`<td${isNumber[c] && html` class="number"`}>${part}</td>`
  const head = columns.map((name, c) => {
    const kind = isNumber[c] && html` class="number"`
    return html`<th scope="col"${kind}>${name.replace(/^#/, '')}</th>`
  })
  return html`<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody></table></div>`
}

/** Names and what they are, one below the other; pairs without a value are left out. */
export function facts(pairs: readonly (readonly [string, Part])[]): Markup {
  const known = pairs.filter(([, value]) => value !== undefined && value !== '' && value !== false)
  const pair = ([name, value]: readonly [string, Part]) =>
    html`<div><dt>${name}</dt><dd>${value}</dd></div>`
  return html`<dl>${known.map(pair)}</dl>`
}
