/** HTML or SVG that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string
}

/** What may stand in a template; text is escaped, `undefined` and `false` are nothing. */
export type Part = Markup | string | number | undefined | false | readonly Part[]

/**
 * Builds markup from a template: what the template itself says is markup, every value is escaped
 * unless it is markup already. There is no other way from text to markup, so no name of a subject,
 * file or option can become an element.
 */
export function html(template: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return { markup: template.map((text, i) => text + written(values[i])).join('') }
}

/** Text as it may stand between tags and within quoted attributes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function written(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return escapeText(part)
  if ('markup' in part) return part.markup
  return part.map(written).join('')
}
