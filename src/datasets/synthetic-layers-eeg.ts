import { encodeEdf } from '../io/write-edf.ts'
import { random } from '../kernels/random.ts'
import type { Generator } from './generator.ts'
import { autoregression } from './synthetic-noise.ts'

const subjects = 4
const rateHz = 100
const pictures = 48
const sessions = 2
const repeats = 3
const everyS = 0.8
/** Each has as many pictures. */
const things = ['animal', 'face', 'food', 'plant', 'tool', 'vehicle'] as const
const layers = 5
const perLayer = 3
const noiseUv = 6
const channels = ['Fz', 'Cz', 'Pz', 'P7', 'P8', 'Oz', 'O1', 'O2'] as const
const seconds = Math.ceil(2 + pictures * repeats * everyS)
const layersFile = 'layers.tsv'

/**
 * Four people who see 48 pictures three times in each of two sessions, one every 0.8 s, as EDF+
 * files: eight channels at 100 Hz, each shown picture an annotation. Pictures are of six things and
 * named `animal/1` and so on; those of a thing are alike. `layers.tsv` has what five
 * layers of a model say of the pictures, three numbers each. What a layer says shows in the
 * channels 0.08 s to 0.4 s after the picture, the deeper the layer the later, by weights that are
 * everybody's; the rest is noise.
 */
export const syntheticLayersEeg: Generator = {
  version: 3,
  files: [
    layersFile,
    ...Array.from({ length: subjects * sessions }, (_, i) => {
      return `L${1 + Math.floor(i / sessions)}-${1 + (i % sessions)}.edf`
    }),
  ],
  make(path, seed) {
    if (path === layersFile) return layersTable(seed)
    const [subject, session] = path.slice(1).split(/[-.]/).map(Number)
    const draw = random(seed * 64 + 4 * subject + session)
    const shown = Array.from({ length: pictures * repeats }, (_, i) => i % pictures)
    draw.shuffle(shown)
    const order = shown.map((picture, i) => ({ onsetS: 1 + i * everyS, picture }))
    const responses = responsesOf(seed)
    return encodeEdf({
      ...{ patient: `${path.slice(0, 2)} X X X`, recordingId: 'X X neurarrow' },
      startedAt: { year: 2020, month: 1, day: session, hour: 9, minute: 0, second: 0 },
      recordS: 1,
      format: 'EDF+C',
      channels: channels.map((label, c) => {
        const values = autoregression(seconds * rateHz, 0.8, draw).map((value) => noiseUv * value)
        for (const { onsetS, picture } of order) {
          const from = Math.round(onsetS * rateHz)
          responses[picture][c].forEach((value, t) => {
            values[from + t] += value
          })
        }
        return { label, unit: 'uV', rateHz, physicalMin: -200, physicalMax: 200, values }
      }),
      annotations: order.map(({ onsetS, picture }) => {
        return { onsetS, durationS: everyS / 2, text: pictureName(picture) }
      }),
    })
  },
}

function pictureName(picture: number): string {
  return `${things[picture % things.length]}/${1 + Math.floor(picture / things.length)}`
}

/** Shape [pictures, layers * perLayer]: what pictures of a thing share, and what is their own. */
function featuresOf(seed: number): number[][] {
  const draw = random(seed * 64 + 60)
  const drawn = () => Array.from({ length: layers * perLayer }, () => draw.normal())
  const shared = things.map(drawn)
  return Array.from({ length: pictures }, (_, picture) => {
    const thing = shared[picture % things.length]
    return drawn().map((own, f) => 0.8 * own + 0.6 * thing[f])
  })
}

function layersTable(seed: number): Uint8Array {
  const columns = Array.from({ length: layers * perLayer }, (_, f) => {
    return `layer${1 + Math.floor(f / perLayer)}_${1 + (f % perLayer)}`
  })
  const rows = featuresOf(seed).map((values, picture) => {
    return [pictureName(picture), ...values.map((value) => value.toFixed(4))]
  })
  return new TextEncoder().encode(
    `${[['id', ...columns], ...rows].map((r) => r.join('\t')).join('\n')}\n`,
  )
}

/** What each picture adds to each channel, shape [pictures][channels][samples], µV. */
function responsesOf(seed: number): Float64Array[][] {
  const draw = random(seed * 64 + 61)
  const weights = channels.map(() =>
    Array.from({ length: layers * perLayer }, () => 2.5 * draw.normal()),
  )
  const length = Math.round(0.6 * rateHz)
  return featuresOf(seed).map((values) =>
    weights.map((own) =>
      Float64Array.from({ length }, (_, t) =>
        values.reduce((sum, value, f) => {
          const peakS = 0.08 * (1 + Math.floor(f / perLayer))
          return sum + own[f] * value * Math.exp(-(((t / rateHz - peakS) / 0.05) ** 2) / 2)
        }, 0),
      ),
    ),
  )
}
