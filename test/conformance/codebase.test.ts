import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { heads } from '../../src/heads/index.ts'
import { readers } from '../../src/io/index.ts'
import { stages } from '../../src/stages/index.ts'
import {
  exportName,
  filesBelow,
  importsOf,
  root,
  type SourceFile,
  testPath,
} from './source-files.ts'

const code = filesBelow('src', ['.ts'])
const tests = filesBelow('test', ['.ts'])
const all = [...code, ...tests, ...(existsSync(join(root, 'bench')) ? benchFiles() : [])]

/** Lowest first; what stands in one line is of one rank and never imports its neighbours. */
const layers = [
  ['errors.ts'],
  ['kernels'],
  ['tables', 'document.ts', 'download.ts', 'file-sha256.ts', 'zip-entry.ts'],
  ['stage.ts', 'head.ts', 'reader.ts'],
  ['io', 'stages', 'encoders', 'heads'],
  ['datasets'],
  ['evaluation'],
  ['pipeline'],
  ['store'],
  ['execution'],
  ['reports'],
  ['queue'],
  ['cli', 'web'],
  ['index.ts'],
]

function benchFiles(): SourceFile[] {
  return filesBelow('bench', ['.ts'])
}

/** The layer's word of a path in src: its folder, or its name when it lies at the top. */
const layerOf = (path: string) => path.split('/')[1]
const rankOf = (layer: string) => layers.findIndex((words) => words.includes(layer))

/** The paths in src that a file imports, from the root. */
function ownImports(file: SourceFile): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(file.path), name))
}

/** Says of each file what is wrong with it; the test names all of them at once. */
function faults(
  files: readonly SourceFile[],
  of: (file: SourceFile) => readonly (string | false)[],
): string[] {
  return files.flatMap((file) =>
    of(file)
      .filter((fault) => fault !== false)
      .map((fault) => `${file.path}: ${fault}`),
  )
}

/** The files that define a thing by `defineX`, where the definition is the file's. */
const defining = (call: RegExp) =>
  code.filter((file) => file.path.split('/').length > 2 && call.test(file.text))
const stageFiles = defining(/^export const \w+[^=\n]* =\s*define(Fit)?Stage\(/m)
const headFiles = defining(/^export const \w+[^=\n]* =\s*defineHead\(/m)
const readerFiles = defining(/^export const \w+[^=\n]* =\s*defineReader\(/m)

describe('layers', () => {
  test('each top-level file and folder of src has a rank', () => {
    expect(
      [...new Set(code.map((file) => layerOf(file.path)))].filter((l) => rankOf(l) < 0),
    ).toEqual([])
  })

  test('imports point to lower layers only, never to a neighbour', () => {
    const wrong = faults(code, (file) =>
      ownImports(file).map((target) => {
        const [from, to] = [layerOf(file.path), layerOf(target)]
        return from !== to && rankOf(to) >= rankOf(from) && `imports ${target}`
      }),
    )
    expect(wrong).toEqual([])
  })

  test('kernels import nothing of ours but kernels', () => {
    const kernels = code.filter((file) => layerOf(file.path) === 'kernels')
    const wrong = faults(kernels, (file) =>
      ownImports(file).map((to) => layerOf(to) !== 'kernels' && `imports ${to}`),
    )
    expect(wrong).toEqual([])
  })

  test('families of stages do not import each other', () => {
    const family = (path: string) => /^src\/stages\/(\w+)\//.exec(path)?.[1]
    const wrong = faults(
      code.filter((file) => family(file.path)),
      (file) =>
        ownImports(file).map((to) => {
          const isOther = family(to) !== undefined && family(to) !== family(file.path)
          return isOther && `imports ${to}`
        }),
    )
    expect(wrong).toEqual([])
  })

  test('one folder alone knows Arrow, one alone knows ONNX', () => {
    const owner: Record<string, string> = {
      'apache-arrow': 'tables',
      'onnxruntime-node': 'encoders',
    }
    const wrong = faults(code, (file) =>
      importsOf(file).map(
        (name) => name in owner && owner[name] !== layerOf(file.path) && `imports ${name}`,
      ),
    )
    expect(wrong).toEqual([])
  })

  test('what computes touches no file, clock, environment or unseeded chance', () => {
    const pure = ['kernels', 'tables', 'stages', 'heads']
    const outside = /Math\.random|Date\.now|new Date\b|performance\.now|process\.(env|hrtime|cwd)/
    const wrong = faults(
      code.filter((file) => pure.includes(layerOf(file.path))),
      (file) => [
        ...importsOf(file).map(
          (name) => /^node:(?!(buffer|module)$)/.test(name) && `imports ${name}`,
        ),
        outside.test(file.text) && `uses ${outside.exec(file.text)?.[0]}`,
      ],
    )
    expect(wrong).toEqual([])
  })
})

describe('files', () => {
  test('names are kebab-case and say what is inside', () => {
    const empty = /^(utils?|helpers?|common|core|misc|types?|constants?)$/
    const wrong = faults(all, (file) => {
      const pieces = file.path.split('/')
      const base = pieces[pieces.length - 1].replace(/(\.test|\.config|\.d)?\.ts$/, '')
      return [
        !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(base) && 'is not kebab-case',
        [...pieces.slice(0, -1), base].some((piece) => empty.test(piece)) && 'has an empty name',
      ]
    })
    expect(wrong).toEqual([])
  })

  test('no file is longer than 300 lines, no line longer than 100 columns', () => {
    const wrong = faults(all, (file) => [
      file.lines.length > 301 && `has ${file.lines.length - 1} lines`,
      ...file.lines.map(
        (line, i) => [...line].length > 100 && `line ${i + 1} has ${[...line].length} columns`,
      ),
    ])
    expect(wrong).toEqual([])
  })

  test('nothing is exported wholesale, no rule is switched off', () => {
    const off = ['ts-ignore', 'ts-expect-error', 'ts-nocheck', 'biome-ignore'].map((w) => `@?${w}`)
    const suppressed = new RegExp(`(//|/\\*)\\s*(${off.join('|')})`)
    const wrong = faults(all, (file) => [
      /^export \*/m.test(file.text) && 'exports wholesale',
      suppressed.test(file.text) && 'switches a rule off',
    ])
    expect(wrong).toEqual([])
  })

  test('nothing names a path of the machine it was written on', () => {
    const places = ['work', 'tmp', 'root', 'home'].join('|')
    const own = new RegExp(`(?<![\\w./@~:-])/(${places})/\\w`)
    const endings = ['.ts', '.py', '.md', '.json', '.yaml', '.yml', '.toml', '.txt', '.sh', 'run']
    const texts = filesBelow('.', endings).filter((file) => file.path !== 'package-lock.json')
    const wrong = faults(texts, (file) =>
      file.lines.map((line, i) => own.test(line) && `line ${i + 1}: ${own.exec(line)?.[0]}`),
    )
    expect(wrong).toEqual([])
  })

  test('each package comes from the npm registry and has its checksum', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { resolved?: string; integrity?: string }>
    }
    const registry = 'https://registry.npmjs.org/'
    const wrong = Object.entries(lock.packages).filter(
      ([name, { resolved = registry, integrity }]) =>
        name !== '' && !(resolved.startsWith(registry) && integrity),
    )
    expect(wrong.map(([name]) => name)).toEqual([])
  })
})

describe('docstrings', () => {
  /** Each exported function with its signature and the docstring in front of it. */
  function exported(file: SourceFile) {
    const pattern =
      /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export (?:async )?function\*? (\w+)([\s\S]*?\{)\n/g
    return Array.from(file.text.matchAll(pattern), ([, doc = '', name, signature]) => ({
      doc,
      name,
      signature,
    }))
  }

  test('each exported function has one', () => {
    const wrong = faults(code, (file) =>
      exported(file).map(({ doc, name }) => doc === '' && `${name} has no docstring`),
    )
    expect(wrong).toEqual([])
  })

  test('those of kernels and tables state the shape of their arrays', () => {
    const arrays = /\b(Float32Array|Float64Array|Int32Array)\b/
    const wrong = faults(
      code.filter((file) => ['kernels', 'tables'].includes(layerOf(file.path))),
      (file) =>
        exported(file).map(
          ({ doc, name, signature }) =>
            arrays.test(signature) && !/\bshapes?\b/i.test(doc) && `${name} states no shape`,
        ),
    )
    expect(wrong).toEqual([])
  })
})

describe('lists', () => {
  const named = (files: readonly SourceFile[]) => files.map((file) => exportName(file.path)).sort()
  const uses = (members: readonly { use: string }[]) => members.map((member) => member.use).sort()
  const inFolder = (folder: string) => (file: SourceFile) => layerOf(file.path) === folder

  test('the list of stages equals the folder', () => {
    expect(uses(stages)).toEqual(named(stageFiles.filter(inFolder('stages'))))
  })

  test('the list of heads equals the folder', () => {
    expect(uses(heads)).toEqual(named(headFiles))
  })

  test('the list of readers equals the folder', () => {
    expect(uses(readers)).toEqual(named(readerFiles))
  })

  test('key, export and file are one word', () => {
    const wrong = faults([...stageFiles, ...headFiles, ...readerFiles], (file) => {
      const word = exportName(file.path)
      return [
        !new RegExp(`^export const ${word}\\b`, 'm').test(file.text) && `does not export ${word}`,
        !file.text.includes(`use: '${word}'`) && `has another key than ${word}`,
      ]
    })
    expect(wrong).toEqual([])
  })

  test('each stage, head, reader and kernel has a test at the mirrored path', () => {
    const there = new Set(tests.map((file) => file.path))
    const kernels = code.filter(inFolder('kernels')).filter((file) => !/\.d\.ts$/.test(file.path))
    const wrong = faults([...kernels, ...stageFiles, ...headFiles, ...readerFiles], (file) => [
      !there.has(testPath(file.path)) && `has no ${testPath(file.path)}`,
    ])
    expect(wrong).toEqual([])
  })
})
