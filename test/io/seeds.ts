import { readFileSync } from 'node:fs'
import { deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import { readChannels, readParticipants } from '../../src/io/bids.ts'
import { coordinateSystem, readElectrodes } from '../../src/io/bids-electrodes.ts'
import { readJsonObject } from '../../src/io/json.ts'
import { readNpy } from '../../src/io/npy.ts'
import { numbersIn, readTsv } from '../../src/io/tsv.ts'
import { tinyEdf, tinyNifti } from '../fixtures/recordings.ts'
import { surfaceBytes } from '../surface-golden.ts'
import { ctfCases } from './ctf-golden.ts'
import { fifCases } from './fif-golden.ts'
import { formatCases } from './formats-golden.ts'
import type { Seed } from './mutations.ts'

const one = (open: string, bytes: Uint8Array, more: Partial<Seed> = {}): Seed => {
  return { name: open, open, files: { [open]: bytes }, head: 1600, ...more }
}

/** Deflate turns no byte into more than 1032. */
const zipped = {
  mostPerByte: 1032,
  wrap: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes, { level: 1 })),
}

/** A MAT file whose variables are compressed. */
const packed = {
  mostPerByte: 1032,
  wrap(bytes: Uint8Array) {
    const variables = deflateSync(bytes.subarray(128), { level: 1 })
    const tag = Buffer.alloc(8)
    tag.writeUInt32LE(15)
    tag.writeUInt32LE(variables.length, 4)
    return new Uint8Array(Buffer.concat([bytes.subarray(0, 128), tag, variables]))
  },
}

/** A golden recording, whose file `damage` is damaged. */
function golden(format: string, name: string, damage?: string): Seed {
  const [found] = formatCases(format).filter((each) => each.case === name)
  const files = Object.entries(found.files).map(([file, text]) => {
    return [file, new Uint8Array(Buffer.from(text, 'base64'))] as const
  })
  const { open } = found
  const texts = /\.(vhdr|vmrk)$/
  const mayEnd = texts.test(damage ?? open) ? { mayEnd: true as const } : {}
  const called = `${name}, ${damage ?? open}`
  return { name: called, open, files: Object.fromEntries(files), damage, ...mayEnd }
}

function npy(values: readonly number[]): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${values.length}, 1), }`
  const size = Buffer.alloc(2)
  size.writeUInt16LE(header.length)
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1')
  const data = Buffer.from(Float32Array.from(values).buffer)
  return new Uint8Array(Buffer.concat([magic, size, Buffer.from(header), data]))
}

const table = 'onset\tduration\ttrial_type\n0.5\t1\trest\n1.25\tn/a\t"go"\n3\t0.5\tnull\n'
const readTable: Seed['attempts'] = [
  async (source) => {
    const tsv = await readTsv(source)
    for (const name of tsv.columns.slice(0, 2)) numbersIn(tsv, name)
    return 0
  },
  async (source) => (await readTsv(source)).rows.length,
]

const arrays = JSON.parse(
  readFileSync(new URL('../golden/arrays/arrays.json', import.meta.url), 'utf8'),
) as Readonly<Record<'files' | 'archives', Readonly<Record<string, string>>>>

/** An array or table with the file that describes it. */
function described(open: string, bytes: Uint8Array, more: object, damage = open): Seed {
  const facts = { rateHz: 10, unit: 'uV', channels: ['Fp1', 'Cz'], ...more }
  const json = new Uint8Array(Buffer.from(JSON.stringify(facts)))
  const files = { [open]: bytes, [open.replace(/\.\w+$/, '.json')]: json }
  return { name: `${open}, ${damage}`, open, files, damage }
}

const array = (kind: 'files' | 'archives', name: string) =>
  new Uint8Array(Buffer.from(arrays[kind][name], 'base64'))
const ofArray = { array: 'X', labels: { array: 'y' } }
const columns = new Uint8Array(Buffer.from('time,Fp1,Cz\n0,1,4\n0.1,2,n/a\n0.2,3,6\n'))

/** A FIF file that MNE wrote. */
function ofMne(name: string, damage?: string): Seed {
  const [{ open, files }] = fifCases.filter((each) => each.case === name)
  const bytes = Object.entries(files).map(([file, text]) => {
    return [file, new Uint8Array(Buffer.from(text, 'base64'))] as const
  })
  return { name: `${name}, ${damage ?? open}`, open, files: Object.fromEntries(bytes), damage }
}

/** A CTF recording of several files. */
function ofCtf(damage: string, called = 'parts, markers, bad channels'): Seed {
  const [{ open, files }] = ctfCases.filter((each) => each.case === called)
  const bytes = Object.entries(files).map(([file, text]) => {
    return [file, new Uint8Array(Buffer.from(text, 'base64'))] as const
  })
  const name = Object.keys(files).filter((each) => each.endsWith(damage))[0]
  const isText = /\.(mrk|hc|eeg|pos)$/.test(damage)
  const mayEnd = isText ? { mayEnd: true as const } : {}
  return { name: damage, open, files: Object.fromEntries(bytes), damage: name, ...mayEnd }
}

const packedFif = ofMne('gzip')
const plainFif = new Uint8Array(gunzipSync(packedFif.files[packedFif.open]))

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))
const texts = {
  channels: bytesOf('name\ttype\tunits\tstatus\nFp1\tEEG\tuV\tgood\nE\tVEOG\tn/a\tbad\n'),
  electrodes: bytesOf('name\tx\ty\tz\nFp1\t-0.03\t0.11\t0.03\nE\tn/a\tn/a\tn/a\n'),
  participants: bytesOf('participant_id\tage\tsex\nsub-1\t20\tf\nsub-2\tn/a\tm\n'),
  coordsystem: bytesOf('{"EEGCoordinateSystem": "CapTrak", "EEGCoordinateUnits": "mm"}'),
}

/** Small recordings by what reads them; a new reader adds its own. */
export const seeds: Readonly<Record<string, readonly Seed[]>> = {
  edf: [
    one('plain.edf', tinyEdf({ format: 'EDF', annotations: [] })),
    one('continuous.edf', tinyEdf()),
    one('discontinuous.edf', tinyEdf({ format: 'EDF+D', segmentStartsS: [0, 1, 5, 6] })),
    one('continuous.bdf', tinyEdf({ format: 'BDF+C' })),
  ],
  brainvision: [
    golden('brainvision', 'multiplexed INT_16'),
    golden('brainvision', 'multiplexed INT_16', 'hand.vmrk'),
    golden('brainvision', 'multiplexed INT_16', 'hand.eeg'),
    golden('brainvision', 'vectorized INT_16'),
    golden('brainvision', 'multiplexed INT_32, Latin-1'),
    golden('brainvision', 'pybv IEEE_FLOAT_32'),
  ],
  eeglab: [
    golden('eeglab', 'floats inside'),
    golden('eeglab', 'floats in fdt'),
    golden('eeglab', 'floats in fdt', 'made.fdt'),
    golden('eeglab', 'epochs inside'),
    { ...golden('eeglab', 'fields as variables'), mayEnd: true },
    { ...golden('eeglab', 'compressed'), mostPerByte: 1032 },
    { ...golden('eeglab', 'doubles inside, compressed'), mostPerByte: 1032 },
    { ...golden('eeglab', 'floats inside'), name: 'packed again, made.set', ...packed },
  ],
  eeglab73: [
    golden('eeglab', 'version 7.3'),
    golden('eeglab', 'version 7.3 in fdt'),
    { ...golden('eeglab', 'version 7.3, deflated chunks'), mostPerByte: 1032 },
    { ...golden('eeglab', 'version 7.3, shuffled chunks with sums'), mostPerByte: 1032 },
    golden('eeglab', 'epochs of version 7.3'),
    { ...golden('eeglab-long', 'long'), mostPerByte: 1032 },
  ],
  ctf: [
    ...['.res4', 'task-rest_meg.meg4', '.1_meg4', 'MarkerFile.mrk'].map((name) => ofCtf(name)),
    ofCtf('.hc', 'electrodes in a file'),
    ofCtf('.eeg', 'electrodes in a file'),
    ofCtf('.pos', 'electrodes that are digitised'),
  ],
  gdf: [
    { ...golden('gdf', 'GDF 2.2 int16'), mayEnd: true },
    { ...golden('gdf', 'GDF 1.25 float32, mode 3'), mayEnd: true },
    { ...golden('gdf', 'GDF 2.2 uint64'), mayEnd: true },
    golden('gdf', 'types and rates that differ'),
  ],
  gifti: [
    ...['run0.func.gii', 'run1.func.gii', 'run2.func.gii', 'atlas.label.gii'].map((name) =>
      one(name, surfaceBytes(name), { mostPerByte: 1032 }),
    ),
  ],
  cifti: [
    ...['run.dtseries.nii', 'run.ptseries.nii', 'maps.dscalar.nii', 'atlas.dlabel.nii'].map(
      (name) => one(name, surfaceBytes(name)),
    ),
  ],
  nifti: [
    one('one.nii', tinyNifti()),
    one('one-big.nii', tinyNifti({ bigEndian: true, dtype: 'float32' })),
    one('two.nii', tinyNifti({ format: 'NIfTI-2' })),
    one('one.nii.gz', tinyNifti(), zipped),
    one('two.nii.gz', tinyNifti({ format: 'NIfTI-2', bigEndian: true }), zipped),
    one('raw.nii.gz', zipped.wrap(tinyNifti()), { mostPerByte: 1032 }),
  ],
  fif: [
    ofMne('short'),
    ofMne('split', 'parts_raw-1.fif'),
    ofMne('epochs'),
    { ...packedFif, ...zipped, files: { [packedFif.open]: plainFif } },
  ],
  numpy: [
    described('windows.npy', array('files', '<f4 windows'), { labels: ['a', 'b', 'a'] }),
    described('rows.npy', array('files', '>i2 rows, Fortran'), {}),
    described('rows.npy', array('files', '>i2 rows, Fortran'), {}, 'rows.json'),
    {
      ...described('stored.npz', array('archives', 'stored'), ofArray),
      mostPerByte: 1032,
    },
    {
      ...described('deflated.npz', array('archives', 'deflated'), ofArray),
      mostPerByte: 1032,
    },
  ],
  csv: [
    { ...described('table.csv', columns, {}), mayEnd: true },
    described('table.csv', columns, {}, 'table.json'),
  ],
  npy: [
    one('numbers.npy', npy([1, 2, 3, 4.5]), {
      attempts: [async (source) => (await readNpy(source)).values.length],
    }),
  ],
  bids: [
    one('channels.tsv', texts.channels, {
      attempts: [async (source) => (await readChannels(source)).length],
    }),
    one('electrodes.tsv', texts.electrodes, {
      attempts: [async (source) => (await readElectrodes(source)).length],
    }),
    one('participants.tsv', texts.participants, {
      attempts: [async (source) => (await readParticipants(source)).size],
    }),
    one('coordsystem.json', texts.coordsystem, {
      attempts: [
        async (source) => {
          coordinateSystem(await readJsonObject(source), source.name)
          return 0
        },
      ],
    }),
  ],
  tsv: [
    one('events.tsv', new Uint8Array(Buffer.from(table)), { attempts: readTable }),
    one('events.csv', new Uint8Array(Buffer.from(table.replaceAll('\t', ','))), {
      attempts: readTable,
    }),
  ],
}
