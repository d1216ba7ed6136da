/**
 * A colour of a scale from dark to light without a middle: blue-violet, green, yellow. Lightness
 * rises evenly, so that it can be read without colour vision and in grey.
 *
 * @param part from 0 to 1; beyond, the ends
 * @returns `#rrggbb`
 * @see Ottosson (2020), A perceptual color space for image processing (OKLab)
 */
export function sequentialColour(part: number): string {
  const t = Math.min(1, Math.max(0, part))
  return hexOf(0.27 + 0.65 * t, 0.11 + 0.06 * Math.sin(Math.PI * t), 295 - 190 * t)
}

/**
 * A colour of a scale with a light middle: blue below, orange above, as dark at one end as at the
 * other. Blue and orange stay apart without red or green vision.
 *
 * @param part from -1 to 1; beyond, the ends
 */
export function divergingColour(part: number): string {
  const t = Math.min(1, Math.max(-1, part))
  const far = Math.abs(t)
  return hexOf(0.965 - 0.5 * far, 0.16 * Math.sqrt(far) * far ** 0.3, t < 0 ? 258 : 48)
}

/** A colour by lightness, chroma and hue (degrees); chroma is taken back until screens have it. */
function hexOf(lightness: number, chroma: number, hue: number): string {
  for (let part = 1; part > 0; part -= 0.02) {
    const rgb = linearOf(lightness, chroma * part, hue)
    if (rgb.every((value) => value >= -0.0005 && value <= 1.0005)) return writtenHex(rgb)
  }
  return writtenHex(linearOf(lightness, 0, hue))
}

/** Linear red, green, blue by the matrices of OKLab. */
function linearOf(lightness: number, chroma: number, hue: number): number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

function writtenHex(linear: readonly number[]): string {
  const bytes = linear.map((value) => {
    const v = Math.min(1, Math.max(0, value))
    const coded = v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055
    return Math.round(255 * coded)
  })
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
