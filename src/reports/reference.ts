import { html, type Part } from './markup.ts'

/** A DOI or an https address becomes a link, anything else stays text. */
export function reference(cite: string): Part {
  const doi = /^(?:doi:|https:\/\/doi\.org\/)(10\.\S+)$/i.exec(cite)
  if (doi) return html`<a href="https://doi.org/${doi[1]}">doi:${doi[1]}</a>`
  return /^https:\/\/\S+$/.test(cite) ? html`<a href="${cite}">${cite}</a>` : cite
}
