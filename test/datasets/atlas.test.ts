import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { atlasFile, listAtlases, loadAtlas } from '../../src/datasets/atlas.ts'
import { readAtlasRegions } from '../../src/datasets/atlas-regions.ts'
import { fetchAtlas } from '../../src/datasets/fetch-atlas.ts'
import { asFailure } from '../../src/errors.ts'
import { memorySource, withFile } from '../../src/io/source.ts'
import { regionsOf } from '../../src/tables/regions.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const golden = JSON.parse(
  readFileSync(new URL('../golden/atlases/atlases.json', import.meta.url), 'utf8'),
) as Record<string, { places: number[][]; networks?: string[] }>

const asked = process.env.NEURARROW_DATA
const data = temporaryFolder()
beforeEach(() => {
  process.env.NEURARROW_DATA = data
})
afterEach(() => {
  process.env.NEURARROW_DATA = asked ?? ''
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A card whose regions stand in a file, and the file. */
function card(file: string, text: string, rules: string) {
  mkdirSync(join(data, 'atlases', 'own'), { recursive: true })
  writeFileSync(join(data, 'atlases', 'own', file), text)
  const head = 'name: own\ntitle: t\nlicence: l\nspace: MNI152\nkind: points\n'
  return `${head}regions: { file: ${file}, sha256: ${sha256(text)}, ${rules} }\n`
}

async function regions(yaml: string) {
  const table = await readAtlasRegions(memorySource('own.yaml', Buffer.from(yaml)))
  return regionsOf(table).map(({ name, label, network }) => [name, label, network].join('|'))
}

describe('cards that come with neurarrow', () => {
  test.each(listAtlases().map((name) => [name]))('%s can be read', (name) => {
    expect(loadAtlas(name).name).toBe(name)
  })

  test.each(Object.entries(golden))('%s has the places of nilearn', async (name, known) => {
    const found = regionsOf(await withFile(loadAtlas(name).path, readAtlasRegions))
    expect(found.map(({ place }) => place)).toEqual(known.places)
    if (known.networks) expect(found.map(({ network }) => network)).toEqual(known.networks)
  })
})

describe('regions as others publish them', () => {
  test('Schaefer: numbered lines, networks in names', async () => {
    const text = '1\t7Networks_LH_Vis_1\t120\t18\t131\t0\n2\t7Networks_RH_Cont_Par_1\t1\t2\t3\t0\n'
    const rules =
      "columns: [index, name, r, g, b, a], index: index, networkFrom: '_[LR]H_([A-Za-z]+)'"
    const found = await regions(card('order.txt', text, rules))
    expect(found).toEqual(['7Networks_LH_Vis_1|1|Vis', '7Networks_RH_Cont_Par_1|2|Cont'])
  })

  test('Tian: a name on each line', async () => {
    const found = await regions(card('label.txt', 'HIP-rh\nAMY-rh\n', 'columns: [name]'))
    expect(found).toEqual(['HIP-rh|1|', 'AMY-rh|2|'])
  })

  test('AAL: names and numbers between spaces', async () => {
    const rules = 'columns: [index, name, other], index: index'
    const text = '2001 Precentral_L 1\n2002 Precentral_R 2\n'
    expect(await regions(card('aal.txt', text, rules))).toEqual([
      'Precentral_L|2001|',
      'Precentral_R|2002|',
    ])
  })

  test('DiFuMo: commas, names in quotes, networks in a column', async () => {
    const text = 'component,difumo_names,yeo_networks7\n1,"Gyrus, left",VisCent\n2,B,No network\n'
    const rules = 'index: component, name: difumo_names, network: yeo_networks7'
    expect(await regions(card('labels.csv', text, rules))).toEqual([
      'Gyrus, left|1|VisCent',
      'B|2|No network',
    ])
  })

  test("points with networks in a table of one's own, as those of Power", async () => {
    const text = 'ROI,X,Y,Z,System\n1,-25,-98,-12,Uncertain\n75,6,67,-4,Default mode\n'
    const yaml = card('points.csv', text, 'name: ROI, network: System, places: [X, Y, Z]')
    expect(await regions(yaml)).toEqual(['1|1|Uncertain', '75|2|Default mode'])
    const table = await readAtlasRegions(memorySource('own.yaml', Buffer.from(yaml)))
    expect(regionsOf(table).map(({ place }) => place)).toEqual([
      [-25, -98, -12],
      [6, 67, -4],
    ])
  })

  test('another file, no file and another column are refused', async () => {
    const yaml = card('label.txt', 'A\nB\n', 'columns: [name]')
    await expect(regions(yaml.replace('name]', 'nome]'))).rejects.toThrow(/column-missing/)
    writeFileSync(join(data, 'atlases', 'own', 'label.txt'), 'A\nC\n')
    await expect(regions(yaml)).rejects.toThrow(/checksum-mismatch/)
    await expect(regions(yaml.replace('label.txt', 'no.txt'))).rejects.toThrow(/file-missing/)
    await expect(regions(yaml.replace('kind: points', 'kind: labels'))).rejects.toThrow(/image/)
  })
})

describe('files of an atlas', () => {
  test('are named by atlas:NAME; a missing one says what brings it', () => {
    expect(atlasFile('atlas.nii.gz')).toBeUndefined()
    expect(atlasFile('atlas:power-2011/regions')?.path).toMatch(/power-2011\.yaml$/)
    const failure = (named: string) => {
      try {
        return atlasFile(named)
      } catch (thrown) {
        return asFailure(thrown)
      }
    }
    expect(failure('atlas:aal2')).toMatchObject({
      code: 'file-missing',
      facts: { remedy: 'neurarrow fetch atlas:aal2' },
    })
    expect(failure('atlas:power-2011')).toMatchObject({ code: 'stage-options' })
    expect(failure('atlas:power')).toMatchObject({ code: 'atlas-unknown' })
  })

  test('are taken from a folder when their hash is right', async () => {
    const from = temporaryFolder()
    const own = join(temporaryFolder(), 'own.yaml')
    const yaml = card('label.txt', 'A\nB\n', 'columns: [name]')
    writeFileSync(own, yaml)
    const known = { ...loadAtlas('power-2011'), name: 'taken', path: own }
    const sum = sha256('A\nB\n')
    const wanted = { ...known, regions: { file: 'l.txt', sha256: sum, name: 'name' } }
    writeFileSync(join(from, 'l.txt'), 'A\nB\n')
    expect(await fetchAtlas(wanted, { from })).toMatchObject({ fetched: ['l.txt'], kept: [] })
    expect(await fetchAtlas(wanted, { from })).toMatchObject({ fetched: [], kept: ['l.txt'] })
    const other = { ...wanted, name: 'other' }
    await expect(fetchAtlas(other)).rejects.toThrow(/file-missing/)
    writeFileSync(join(from, 'l.txt'), 'A\n')
    await expect(fetchAtlas(other, { from })).rejects.toThrow(/checksum-mismatch/)
  })
})
