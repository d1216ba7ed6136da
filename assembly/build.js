/**
 * Compiles the kernels of this folder to WebAssembly and writes them, as text, to where
 * src/kernels/wasm imports them: so they need no file at run time, in a thread, in a bundle or in
 * a browser. `npm run build` calls it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort=']

await compile('signal', '.')
await compile('dense', './dense/')
await compile('linear', './linear/')
// Several threads work in one memory, which is made before them: it is imported, up to 4 GiB.
const shared = ['--enable', 'threads', '--importMemory', '--sharedMemory']
await compile('crew', './crew/', [...shared, '--maximumMemory', '65536'])

/** Compiles a folder's `index.ts` to `src/kernels/wasm/<name>-binary.ts`. */
async function compile(name, folder, more = []) {
  const target = new URL(`../src/kernels/wasm/${name}-binary.ts`, import.meta.url)
  const here = new URL(folder, import.meta.url)
  const made = new Map()
  const names = ['index.ts', '--baseDir', fileURLToPath(here), '--outFile', 'out.wasm']
  const { error, stderr } = await asc.main([...names, ...flags, ...more], {
    writeFile: (file, contents) => made.set(file, contents),
  })
  if (error) {
    process.stderr.write(`${stderr}\n`)
    throw error
  }
  const lines = Buffer.from(made.get('out.wasm')).toString('base64').match(/.{1,100}/g)
  const text = `/** WebAssembly in base64: \`assembly/\`, compiled by \`npm run build\`. */
export const ${name}Binary: string = \`
${lines.join('\n')}
\`
`
  if (read(target) !== text) writeFileSync(target, text)
}

/** A file that stays the same keeps its time, so that nothing is compiled again. */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
