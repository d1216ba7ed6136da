import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../../src/errors.ts'
import { parsePipeline } from '../../src/pipeline/parse.ts'
import { referencePage } from '../../src/pipeline/reference-page.ts'
import { allHeads, allStages } from '../../src/pipeline/registry.ts'
import { codeBlocks, shellLines } from './shell-lines.ts'
import { filesBelow, root } from './source-files.ts'

const pages = filesBelow('.', ['.md'])
const page = (path: string) => pages.find((file) => file.path === path)
/** The commands that exist: each is declared in the file of its name. */
const commands = filesBelow('src/cli', ['.ts'])
  .map(({ path, text }) => ({ name: path.replace(/^.*\/|\.ts$/g, ''), text }))
  .filter(({ name, text }) => text.includes(`.command('${name}'`))
  .map(({ name }) => name)

/** Markdown without its fenced code. */
const proseOf = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '')

/** The anchors of a page's headings, as the usual renderers make them. */
function anchorsOf(text: string): Set<string> {
  const headings = [...proseOf(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, words]) => words)
  const slug = (words: string) =>
    words
      .toLowerCase()
      .replace(/`/g, '')
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
  return new Set(headings.map(slug))
}

describe('prose', () => {
  test('README and the map of the source are there', () => {
    for (const path of ['README.md', 'src/README.md', 'CHANGELOG.md', 'LICENSE']) {
      expect(existsSync(join(root, path)), path).toBe(true)
    }
  })

  test('links lead to files and headings that exist', () => {
    const broken = pages.flatMap(({ path, text }) =>
      [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target)
        .filter((target) => !/^(https?:|mailto:|doi:)/.test(target))
        .filter((target) => {
          const [file, anchor] = target.split('#')
          const place = file === '' ? join(root, path) : join(root, dirname(path), file)
          if (!existsSync(place)) return true
          const at = pages.find((other) => join(root, other.path) === place)
          return anchor !== undefined && at !== undefined && !anchorsOf(at.text).has(anchor)
        })
        .map((target) => `${path}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  test('the map of the source names every folder, and no other', () => {
    const map = page('src/README.md')?.text ?? ''
    const folders = readdirSync(join(root, 'src')).filter((name) =>
      statSync(join(root, 'src', name)).isDirectory(),
    )
    expect(folders.filter((name) => !map.includes(`${name}/`))).toEqual([])
  })

  test('commands in README exist, with their options', () => {
    const lines = shellLines(page('README.md')?.text ?? '').filter((line) =>
      /\bneurarrow\b/.test(line),
    )
    const wrong = lines.flatMap((line) => {
      const [, command = '', verb] = /\bneurarrow\s+([a-z]+)(?:\s+([a-z]+))?/.exec(line) ?? []
      if (!commands.includes(command)) return [`${line}: there is no such command`]
      const shared = ['/pipeline-options.ts', '/store-option.ts']
      const source = filesBelow('src/cli', [`/${command}.ts`, `/${command}-${verb}.ts`, ...shared])
      const known = source.map((file) => file.text).join()
      return [...line.matchAll(/\s--([a-z-]+)/g)]
        .filter(([, option]) => option !== 'help' && !known.includes(`--${option}`))
        .map(([, option]) => `${line}: ${command} has no --${option}`)
    })
    expect(wrong).toEqual([])
  })

  test('the whole pipelines in README are valid', () => {
    const blocks = codeBlocks(page('README.md')?.text ?? '', 'yaml')
    const whole = blocks.filter((block) => block.startsWith('name:'))
    expect(whole.length).toBeGreaterThan(0)
    for (const block of whole) expect(() => parsePipeline(block, 'README.md', [])).not.toThrow()
  })

  test('files that README names in commands exist', () => {
    const lines = shellLines(page('README.md')?.text ?? '')
    const named = lines.flatMap(
      (line) => line.match(/(?:^|\s)(?:pipelines|datasets|models)\/\S+/g) ?? [],
    )
    expect(named.filter((path) => !existsSync(join(root, path.trim())))).toEqual([])
  })

  test('the reference is what the schemas say', () => {
    const remedy = 'npx neurarrow stages --markdown > src/stages/README.md'
    expect(page('src/stages/README.md')?.text, remedy).toBe(referencePage(allStages, allHeads))
  })

  test('each failure is worded as a fact, in lower case and without a full stop', () => {
    for (const [code, { says }] of Object.entries(catalogue)) {
      expect(says, code).toMatch(/^[a-z].*[^.]$/)
    }
  })
})
