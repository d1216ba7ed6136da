import { crc32, deflateRawSync, gzipSync } from 'node:zlib'

/** One file of an archive that a test makes; `declared` lies about its size. */
export interface Packed {
  readonly path: string
  readonly bytes: Uint8Array
  readonly declared?: number
  /** Type of a tar record: `0` a file, `2` a link. */
  readonly type?: string
}

/** A zip archive with deflated files. */
export function zipOf(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = []
  const records: Buffer[] = []
  let at = 0
  for (const { path, bytes, declared = bytes.length } of files) {
    const name = Buffer.from(path)
    const packed = deflateRawSync(bytes)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(declared, 18)
    facts.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, name, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    const made = Buffer.from([20, 0])
    records.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), made, facts, rest, name]))
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(records)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}

/** A tar archive, gzipped; paths of more than 100 bytes get a record of pax. */
export function tarOf(files: readonly Packed[]): Buffer {
  const blocks = files.flatMap(({ path, bytes, declared = bytes.length, type = '0' }) => {
    const line = (length: number): string => `${length} path=${path}\n`
    const length = line(line(10).length).length
    const pax = Buffer.from(line(length))
    const long = path.length > 100 ? [header('pax', pax.length, 'x'), padded(pax)] : []
    return [...long, header(path.slice(0, 100), declared, type), padded(Buffer.from(bytes))]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

function header(name: string, bytes: number, type: string): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124)
  block.fill(' ', 148, 156)
  block.write(type, 156)
  block.write('ustar\x0000', 257, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}
