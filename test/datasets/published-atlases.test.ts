import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { atlasFile, loadAtlas } from '../../src/datasets/atlas.ts'
import { readAtlasRegions } from '../../src/datasets/atlas-regions.ts'
import { fetchAtlas } from '../../src/datasets/fetch-atlas.ts'
import { withFile } from '../../src/io/source.ts'
import { encodeNifti } from '../../src/io/write-nifti.ts'
import { regionsOf } from '../../src/tables/regions.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const asked = process.env.NEURARROW_DATA
const data = temporaryFolder()
beforeEach(() => {
  rmSync(join(data, 'atlases'), { recursive: true, force: true })
  process.env.NEURARROW_DATA = data
})
afterEach(() => {
  process.env.NEURARROW_DATA = asked ?? ''
})

const affine = [2, 0, 0, -10, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1]

/** A row of voxels along x, one for each label; or a map for each of as many voxels. */
function image(labels: readonly number[], kind: 'labels' | 'maps' = 'labels'): Uint8Array {
  const facts = { voxelMm: [2, 2, 2], affine } as const
  if (kind === 'labels') {
    const shape = [labels.length, 1, 1] as const
    return encodeNifti({ ...facts, shape, dtype: 'int16', trS: 0, values: labels })
  }
  const n = labels.length
  const values = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
  return encodeNifti({ ...facts, shape: [n, 1, 1, n], dtype: 'float32', trS: 1, values })
}

/** Lays files as they are published, brings them, and reads the regions. */
async function brought(name: string, files: Readonly<Record<string, Uint8Array | string>>) {
  const from = temporaryFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(from, path)), { recursive: true })
    writeFileSync(join(from, path), path.endsWith('.gz') ? gzipSync(content) : content)
  }
  await fetchAtlas(loadAtlas(name), { from })
  const regions = atlasFile(`atlas:${name}/regions`)?.path ?? ''
  const table = await withFile(regions, readAtlasRegions)
  return regionsOf(table).map(({ name: region, label, network, place }) => {
    return [region, label, network, place[0]]
  })
}

const schaefer = (rows: string) => ({
  'Schaefer2018_100Parcels_7Networks_order_FSLMNI152_2mm.nii.gz': image([0, 1, 2]),
  'Schaefer2018_100Parcels_7Networks_order.txt': rows,
})
const order =
  '1\t7Networks_LH_Vis_1\t120\t18\t131\t0\n2\t7Networks_RH_Default_pCunPCC_2\t120\t18\t132\t0\n'

describe('atlases as they are published', () => {
  test('Schaefer: names, networks in names, places from the image', async () => {
    expect(await brought('schaefer-2018-100-7', schaefer(order))).toEqual([
      ['7Networks_LH_Vis_1', 1, 'Vis', -8],
      ['7Networks_RH_Default_pCunPCC_2', 2, 'Default', -6],
    ])
  })

  test('Tian: a name on each line, labels in their order', async () => {
    const files = {
      'Tian_Subcortex_S1_3T.nii.gz': image([0, 1, 2]),
      'Tian_Subcortex_S1_3T_label.txt': 'HIP-rh\nAMY-rh\n',
    }
    expect(await brought('tian-2020-s1', files)).toEqual([
      ['HIP-rh', 1, '', -8],
      ['AMY-rh', 2, '', -6],
    ])
  })

  test('AAL for SPM12: XML in a folder of its own, labels with gaps', async () => {
    const label = (index: number, name: string) =>
      `<label><index>${index}</index><name>${name}</name></label>`
    const rows = [label(2001, 'Precentral_L'), label(2002, 'Precentral_R')].join('\n')
    const xml = `<?xml version="1.0" encoding="ISO-8859-1"?>\n<atlas version="1.0">`
    const header = '<header><name>AAL</name><type>Label</type></header>'
    const files = {
      'atlas/AAL.nii': image([2001, 0, 2002]),
      'atlas/AAL.xml': `${xml}${header}<data>${rows}</data></atlas>`,
    }
    expect(await brought('aal-spm12', files)).toEqual([
      ['Precentral_L', 2001, '', -10],
      ['Precentral_R', 2002, '', -6],
    ])
  })

  test('AAL3: names that the image has no voxel of are left out', async () => {
    const files = {
      'AAL3/AAL3v1.nii.gz': image([34, 37, 0]),
      'AAL3/AAL3v1.nii.txt': '34 Insula_R 34\n35 Cingulate_Ant_L 35\n37 Cingulate_Mid_L 37\n',
    }
    expect(await brought('aal3', files)).toEqual([
      ['Insula_R', 34, '', -10],
      ['Cingulate_Mid_L', 37, '', -8],
    ])
  })

  test('DiFuMo: a dictionary of commas and a map for each of its rows', async () => {
    const head = 'Component,Difumo_names,Yeo_networks7,Yeo_networks17,GM,WM,CSF\n'
    const rows = '1,"Gyrus, left",VisCent,VisCent,0.9,0.1,0\n2,Sulcus,No network found,x,1,0,0\n'
    const files = {
      'labels_64_dictionary.csv': head + rows,
      '3mm/maps.nii.gz': image([1, 2], 'maps'),
    }
    expect(await brought('difumo-64', files)).toEqual([
      ['Gyrus, left', 1, 'VisCent', -10],
      ['Sulcus', 2, 'No network found', -8],
    ])
    const more = { ...files, '3mm/maps.nii.gz': image([1, 2, 3], 'maps') }
    rmSync(join(data, 'atlases'), { recursive: true })
    await expect(brought('difumo-64', more)).rejects.toThrow(/file-corrupt/)
  })
})

describe('files without a hash in the card', () => {
  test('are asked for by what brings them, and pinned once they are there', async () => {
    expect(() => atlasFile('atlas:tian-2020-s2')).toThrow(/fetch atlas:tian-2020-s2 --from/)
    await brought('schaefer-2018-100-7', schaefer(order))
    const pinned = loadAtlas('schaefer-2018-100-7')
    expect(pinned.path).toMatch(/atlas\.yaml$/)
    expect(pinned.image?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(atlasFile('atlas:schaefer-2018-100-7')?.sha256).toBe(pinned.image?.sha256)
  })

  test('others under their names are refused, and what was there stays', async () => {
    const before = await brought('schaefer-2018-100-7', schaefer(order))
    await expect(brought('schaefer-2018-100-7', schaefer('1\tA\t0\t0\t0\t0\n'))).rejects.toThrow(
      /checksum-mismatch/,
    )
    expect(await brought('schaefer-2018-100-7', schaefer(order))).toEqual(before)
  })

  test('may be put in place by hand', async () => {
    const folder = join(data, 'atlases', 'tian-2020-s1')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'Tian_Subcortex_S1_3T.nii.gz'), gzipSync(image([0, 1])))
    writeFileSync(join(folder, 'Tian_Subcortex_S1_3T_label.txt'), 'HIP-rh\n')
    const found = await fetchAtlas(loadAtlas('tian-2020-s1'), { to: data })
    expect(found).toMatchObject({ fetched: [], kept: { length: 2 } })
    expect(loadAtlas('tian-2020-s1').path).toMatch(/atlas\.yaml$/)
  })
})
