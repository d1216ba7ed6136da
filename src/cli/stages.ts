import { type Command, Option } from 'commander'
import type { HeadWords, OptionLine, StageWords } from '../pipeline/reference.ts'
import { printJson, printTable } from './output.ts'

interface Flags {
  readonly json?: boolean
  readonly markdown?: boolean
}

/** Adds `neurarrow stages`: the reference of all stages and heads, or of one with its options. */
export function addStages(program: Command): void {
  program
    .command('stages')
    .description('list the stages and heads, or show one with all its options')
    .argument('[name]', 'a stage or head')
    .option('--json', 'one JSON document on stdout; with a name, its JSON Schema too')
    .addOption(new Option('--markdown', 'the whole reference as a Markdown page').conflicts('json'))
    .action(async (name: string | undefined, flags: Flags) => {
      if (name !== undefined) return showOne(name, flags)
      if (flags.markdown) return printPage()
      return listAll(flags)
    })
}

async function printPage(): Promise<void> {
  const { referencePage } = await import('../pipeline/reference-page.ts')
  const { allHeads, allStages } = await import('../pipeline/registry.ts')
  process.stdout.write(referencePage(allStages, allHeads))
}

async function listAll({ json }: Flags): Promise<void> {
  const { describeHead, describeStage } = await import('../pipeline/reference.ts')
  const { allHeads, allStages } = await import('../pipeline/registry.ts')
  const stages = allStages.map(describeStage)
  const heads = allHeads.map(describeHead)
  if (json) return printJson({ stages, heads })
  printTable(
    ['stage', 'reads', 'writes', 'scope', 'what it does'],
    stages.map((s) => [s.use, s.reads.join(', '), s.writes, s.scope, s.title]),
  )
  process.stdout.write('\n')
  printTable(
    ['head', 'reads', 'predicts', 'what it does'],
    heads.map((h) => [h.use, h.reads, h.predicts, h.title]),
  )
}

async function showOne(name: string, { json }: Flags): Promise<void> {
  const { describeHead, describeStage, optionsJsonSchema } = await import(
    '../pipeline/reference.ts'
  )
  const { headNamed, stageNamed } = await import('../pipeline/registry.ts')
  const stage = stageNamed(name)
  const head = headNamed(name)
  if (json) {
    const words = [stage && describeStage(stage), head && describeHead(head)].find((w) => w)
    const schema = (stage ?? head)?.options
    if (words && schema) return printJson({ ...words, schema: optionsJsonSchema(schema) })
  }
  if (stage) printStage(describeStage(stage))
  if (head) printHead(describeHead(head))
  if (!stage && !head) await refuse(name)
}

async function refuse(name: string): Promise<never> {
  const { fail } = await import('../errors.ts')
  const { nearestName } = await import('../kernels/nearest-name.ts')
  const { allHeads, allStages } = await import('../pipeline/registry.ts')
  const known = [...allStages, ...allHeads].map((each) => each.use)
  const near = nearestName(name, known)
  const remedy = near === undefined ? 'neurarrow stages' : `neurarrow stages ${near}`
  return fail('arguments-invalid', { found: name, expected: 'a stage or head', remedy })
}

function printStage({ use, title, reads, writes, scope, version, options, cites }: StageWords) {
  const facts = [`reads ${reads.join(' or ')}`, `writes ${writes}`, `scope ${scope}`]
  printWords(`${use}: ${title}`, `${facts.join(', ')}, version ${version}`, options, cites)
}

function printHead({ use, title, reads, predicts, version, options, cites }: HeadWords) {
  const facts = `reads ${reads}, predicts ${predicts}, version ${version}`
  printWords(`${use}: ${title}`, facts, options, cites)
}

function printWords(
  title: string,
  facts: string,
  options: readonly OptionLine[],
  cites: readonly string[],
): void {
  process.stdout.write(`${title}\n${facts}\n\n`)
  if (options.length === 0) process.stdout.write('no options\n')
  else {
    printTable(
      ['option', 'value', 'unit', 'range', 'default', 'meaning'],
      options.map((o) => [
        o.name,
        o.type,
        o.unit === '1' ? undefined : o.unit,
        o.range,
        o.default ?? (o.required ? 'required' : undefined),
        o.description,
      ]),
    )
  }
  if (cites.length > 0) process.stdout.write(`\nsee ${cites.join('; ')}\n`)
}
