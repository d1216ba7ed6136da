import type { Block } from '../src/encoders/block.ts'
import { loadModelCard } from '../src/encoders/card.ts'
import { embed } from '../src/encoders/embed.ts'
import { preflight } from '../src/encoders/preflight.ts'

/** Windows as python/encoders.py makes them. */
const [count, channel, time, depth] = [160, 19, 5, 200]

const [folder, name, batch, passes] = process.argv.slice(2)
const model = await preflight(loadModelCard(name, [folder]))
const block: Block = { values: windows(), rows: count, channel, time, depth }
const options = { output: 'embedding', batch: Number(batch) }
let values: Float32Array = new Float32Array(0)
let seconds = Number.POSITIVE_INFINITY
for (let pass = 0; pass < Number(passes); pass++) {
  const start = process.cpuUsage()
  values = (await embed(model, block, options)).values
  const { user, system } = process.cpuUsage(start)
  seconds = Math.min(seconds, (user + system) / 1e6)
}
const batched = [...model.sameBytes.values()].every((same) => same !== false)
process.stdout.write(JSON.stringify({ seconds, check: rootMeanSquare(values), batched }))

function windows(): Float32Array {
  const out = new Float32Array(count * channel * time * depth)
  for (let i = 0; i < out.length; i++) {
    out[i] = (((i * 7919 + Math.floor(i / depth) * 104729) % 1013) - 506) / 50.6
  }
  return out
}

function rootMeanSquare(y: Float32Array): number {
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i]
  return Math.sqrt(sum / y.length)
}
