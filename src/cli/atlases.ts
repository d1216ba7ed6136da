import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { AtlasCard } from '../datasets/atlas.ts'
import { asFailure } from '../errors.ts'
import { paragraph, printJson, printTable } from './output.ts'

interface Flags {
  readonly json?: boolean
}

/** Adds `neurarrow atlases`: the atlases that have a card, or the regions of one. */
export function addAtlases(program: Command): void {
  program
    .command('atlases')
    .description('list the atlases that stages can name, or show the regions of one')
    .argument('[name]', 'an atlas')
    .option('--json', 'one JSON document on stdout')
    .action(async (name: string | undefined, flags: Flags) => {
      if (name === undefined) return list(flags)
      return showOne(name, flags)
    })
}

async function list({ json }: Flags): Promise<void> {
  const { listAtlases } = await import('../datasets/atlas.ts')
  const atlases = await Promise.all(listAtlases().map(listed))
  if (json) return printJson({ atlases })
  printTable(
    ['atlas', 'kind', 'space', 'state', 'licence', 'what it is'],
    atlases.map((a) => [a.name, a.kind, a.space, a.state, a.licence, a.title]),
  )
}

async function listed(name: string) {
  const { loadAtlas } = await import('../datasets/atlas.ts')
  try {
    const card = loadAtlas(name)
    const { kind, space, licence, title } = card
    return { name, kind, space, state: await stateOf(card), licence, title }
  } catch (thrown) {
    return { name, state: asFailure(thrown).code }
  }
}

async function stateOf(card: AtlasCard): Promise<'present' | 'absent'> {
  const { atlasFolder } = await import('../datasets/atlas.ts')
  const { image, regions } = card
  const files = [image?.file, typeof regions === 'string' ? undefined : regions.file]
  const isThere = files.every(
    (file) => file === undefined || existsSync(join(atlasFolder(card), file)),
  )
  return isThere ? 'present' : 'absent'
}

async function showOne(name: string, { json }: Flags): Promise<void> {
  const { atlasFolder, loadAtlas } = await import('../datasets/atlas.ts')
  const { readAtlasRegions } = await import('../datasets/atlas-regions.ts')
  const { withFile } = await import('../io/source.ts')
  const { regionsOf } = await import('../tables/regions.ts')
  const card = loadAtlas(name)
  const state = await stateOf(card)
  const isKnown = typeof card.regions === 'string' || state === 'present'
  const regions = isKnown ? regionsOf(await withFile(card.path, readAtlasRegions)) : []
  const { title, description, licence, cite, homepage = '', space, kind } = card
  const facts = { licence, cite: cite.join(', '), homepage, space, kind, state }
  if (json) return printJson({ name, title, description, ...facts, regions })
  process.stdout.write(`${name}: ${title}\n\n${paragraph(description)}\n\n`)
  printTable(['', ''], [...Object.entries(facts), ['folder', atlasFolder(card)]])
  process.stdout.write('\n')
  printTable(
    ['label', 'region', 'network', 'x', 'y', 'z'],
    regions.map(({ label, name: region, network, place }) => [
      label,
      region,
      network,
      ...place.map((mm) => (Number.isFinite(mm) ? mm : undefined)),
    ]),
  )
}
