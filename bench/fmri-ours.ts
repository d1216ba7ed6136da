import { fitGlm } from '../src/kernels/fit-glm.ts'
import { glmContrast } from '../src/kernels/glm-contrast.ts'

/** The work of python/fmri_glm.py, on the same numbers; the least time of some repeats. */
const [voxels, scans, repeats] = process.argv.slice(2).map(Number)
const columns = 16
const design = new Float64Array(scans * columns)
for (let t = 0; t < scans; t++) {
  for (let p = 0; p < columns; p++) {
    const slow = Math.cos((Math.PI * (t + 0.5) * (p + 1)) / scans)
    design[t * columns + p] = p === columns - 1 ? 1 : slow
  }
}
const y = new Float32Array(voxels * scans)
for (let v = 0; v < voxels; v++) {
  let before = 0
  for (let t = 0; t < scans; t++) {
    const mixed = (((t + 1) * (t + 1) * 7919 + (v + 1) * 104729 * (t + 3)) % 65521) / 6552.1
    const own = Math.fround(1000 + mixed)
    y[v * scans + t] = own + 0.4 * before
    before = own - 1000
  }
}
const weights = new Float64Array(columns)
weights.set([1, -1])
let seconds = Number.POSITIVE_INFINITY
let check = 0
for (let i = 0; i < repeats; i++) {
  const started = performance.now()
  const z = glmContrast(fitGlm(y, voxels, design, 'ar1'), weights, 'z')
  seconds = Math.min(seconds, (performance.now() - started) / 1000)
  check = z.reduce((sum, value) => sum + value, 0)
}
process.stdout.write(JSON.stringify({ seconds, check }))
