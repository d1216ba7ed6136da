import { html, type Markup, type Part } from './markup.ts'
import { style } from './style.ts'

/** A page before it is text. */
export interface Page {
  readonly title: string
  /** The heading with what stands beneath it. */
  readonly opening: Part
  readonly body: Part
  readonly closing: string
}

/**
 * A whole HTML file that stands by itself: the style is inline, nothing is loaded, no script runs,
 * and the browser is told to let none run.
 */
export function page({ title, opening, body, closing }: Page): string {
  const css: Markup = { markup: style }
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="neurarrow">
<title>${title}</title><style>${css}</style></head><body>
${opening}<main>
${body}
</main><footer>${closing}</footer></body></html>
`.markup
}
