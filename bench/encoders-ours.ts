import { createInterface } from 'node:readline'
import type { Block } from '../src/encoders/block.ts'
import { loadModelCard } from '../src/encoders/card.ts'
import { embed } from '../src/encoders/embed.ts'
import { preflight } from '../src/encoders/preflight.ts'
import { recycling } from '../src/kernels/recycling.ts'

/** Windows as python/encoders.py makes them. */
const [count, channel, time] = [160, 19, 5]

const [folder, name, batch, samples] = process.argv.slice(2)
const depth = Number(samples)
const known = { positions: onCircle() }
const block: Block = { values: windows(), rows: count, channel, time, depth, known }
// In a run memory of recordings has been given back by now, and here that of numbers in f64:
// from then on the C library takes pieces of such sizes, the runtime's too, from its heap.
globalThis.gc?.()
const model = await preflight(loadModelCard(name, [folder]))
const [{ facts }] = model.graphs
const options = { output: facts.outputs[0].name, batch: Number(batch) }

// a pass for each line that comes, as a thread does one task after the other
for await (const _ of createInterface({ input: process.stdin })) {
  await recycling(async () => {
    const start = performance.now()
    const { values } = await embed(model, block, options)
    const seconds = (performance.now() - start) / 1e3
    const batched = [...model.sameBytes.values()].every((same) => same !== false)
    const said = { seconds, check: rootMeanSquare(values), batched }
    process.stdout.write(`${JSON.stringify(said)}\n`)
  })
}

function windows(): Float32Array {
  const out = new Float64Array(count * channel * time * depth)
  for (let i = 0; i < out.length; i++) {
    out[i] = (((i * 7919 + Math.floor(i / depth) * 104729) % 1013) - 506) / 50.6
  }
  return Float32Array.from(out)
}

/** Places of channels on the unit sphere, shape [channel, 3]. */
function onCircle(): Float32Array {
  const places = new Float32Array(3 * channel)
  for (let i = 0; i < channel; i++) places.set([Math.cos(i), Math.sin(i)], 3 * i)
  return places
}

function rootMeanSquare(y: Float32Array): number {
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i]
  return Math.sqrt(sum / y.length)
}
