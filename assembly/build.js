/**
 * Compiles the kernels of this folder to WebAssembly and writes them, as text, to where
 * src/kernels/wasm/signal-wasm.ts imports them: so they need no file at run time, in a thread, in
 * a bundle or in a browser. `npm run build` calls it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const target = new URL('../src/kernels/wasm/signal-binary.ts', import.meta.url)
const here = fileURLToPath(new URL('.', import.meta.url))
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort=']

const made = new Map()
const names = ['index.ts', '--baseDir', here, '--outFile', 'signal.wasm']
const { error, stderr } = await asc.main([...names, ...flags], {
  writeFile: (name, contents) => made.set(name, contents),
})
if (error) {
  process.stderr.write(`${stderr}\n`)
  throw error
}

const lines = Buffer.from(made.get('signal.wasm')).toString('base64').match(/.{1,96}/g)
const text = `/** WebAssembly in base64: \`assembly/\`, compiled by \`npm run build\`. */
export const signalBinary: string = \`
${lines.join('\n')}
\`
`
if (read(target) !== text) writeFileSync(target, text)

/** A file that stays the same keeps its time, so that nothing is compiled again. */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
