import { createRequire } from 'node:module'
import { chartStyle } from './chart-style.ts'
import { palette } from './palette.ts'

/**
 * Every figure of a page by itself: `<id>.svg`, and `<id>.png` at twice the size.
 *
 * They are the pictures of the page, in its light colours and with a font that comes along, so
 * that a machine without fonts gives the same bytes.
 *
 * @param page what `renderReport` or `renderComparison` gave
 */
export async function figureFiles(page: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  const { Resvg } = await import('@resvg/resvg-js')
  for (const [name, picture] of figurePictures(page)) {
    files.set(`${name}.svg`, Buffer.from(picture))
    const drawn = new Resvg(picture, { font: font(), fitTo: { mode: 'zoom', value: 2 } })
    files.set(`${name}.png`, drawn.render().asPng())
  }
  return files
}

/** The figures of a page as SVG files that stand by themselves, by the ids they have there. */
export function figurePictures(page: string): Map<string, string> {
  const figures = page.match(/<figure>[\s\S]*?<\/figure>/g) ?? []
  const pictures = figures.flatMap((figure) => figure.match(/<svg [\s\S]*?<\/svg>/g) ?? [])
  return new Map(pictures.map((picture) => [nameOf(picture), alone(picture)]))
}

function nameOf(picture: string): string {
  return /^<svg id="([^"]+)"/.exec(picture)?.[1] ?? ''
}

function alone(picture: string): string {
  const [, width, height] = / viewBox="0 0 (\S+) ([^"]+)"/.exec(picture) ?? []
  const family = 'font-family="Source Sans Pro, Helvetica, Arial, sans-serif"'
  const head = `<svg xmlns="http://www.w3.org/2000/svg" ${family} `
  const paper = `<rect class="paper" width="${width}" height="${height}"/>`
  const inner = picture.replace('<svg ', head)
  const after = inner.indexOf('>') + 1
  return `${inner.slice(0, after)}<style>${plainStyle()}</style>${paper}${inner.slice(after)}\n`
}

/** The style with the light colours in place of their names. */
function plainStyle(): string {
  return chartStyle
    .replace(/ --[a-z0-9-]+: [^;]+;/g, '')
    .replace(/var\(--([a-z0-9-]+)\)/g, (_, name: string) => palette.light[name])
}

/** Font files of the package `source-sans-pro`; those of the machine are never looked at. */
function font() {
  const require = createRequire(import.meta.url)
  const file = (weight: string) =>
    require.resolve(`source-sans-pro/TTF/SourceSansPro-${weight}.ttf`)
  const family = 'Source Sans Pro'
  return {
    loadSystemFonts: false,
    fontFiles: [file('Regular'), file('Semibold')],
    defaultFontFamily: family,
    sansSerifFamily: family,
  }
}
