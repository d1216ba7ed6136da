/** A figure that JSON may have turned into null where it is not defined. */
export type Figure = number | null | undefined

/** Whether a figure is there. */
export function isDefined(figure: Figure): figure is number {
  return typeof figure === 'number' && Number.isFinite(figure)
}

/** A score as text: three decimals, four digits from 10 on, no sign at 0, else a dash. */
export function scoreText(figure: Figure): string {
  if (!isDefined(figure)) return '–'
  const text = Math.abs(figure) < 10 ? figure.toFixed(3) : figure.toPrecision(4)
  return Number(text) === 0 ? '0.000' : text.replace('-', '−')
}

/** An interval as text, or a dash. */
export function intervalText(low: Figure, high: Figure): string {
  if (!isDefined(low) || !isDefined(high)) return '–'
  return `${scoreText(low)} to ${scoreText(high)}`
}

/** A p value as text: three decimals, with four below 0.001; what is smaller still is said so. */
export function pText(p: Figure): string {
  if (!isDefined(p)) return '–'
  if (p < 0.0001) return 'below 0.0001'
  return p < 0.001 ? p.toFixed(4) : p.toFixed(3)
}

/** Seconds as text with a unit that suits their size. */
export function timeText(seconds: Figure): string {
  if (!isDefined(seconds)) return '–'
  if (seconds < 0.0005) return '0 ms'
  if (seconds < 1) return `${(1000 * seconds).toFixed(seconds < 0.01 ? 1 : 0)} ms`
  if (seconds < 90) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(Math.round(seconds) / 60)
  return `${minutes} min ${Math.round(seconds) % 60} s`
}

/** A count with its noun: `1 row`, `1515 rows`. */
export function countText(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}

/** Words as a list in a sentence: `a, b and c`; from `most` on, how many more there are. */
export function listText(words: readonly string[], most = 6): string {
  if (words.length <= 1) return words.join('')
  if (words.length > most) {
    return `${words.slice(0, most).join(', ')} and ${words.length - most} more`
  }
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`
}

/** Options as text: `lowHz 0.5, highHz 45`; words of a list bare, options of one in brackets. */
export function optionsText(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${valueText(value)}`)
    .join(', ')
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  if (isPlain(value)) return `(${optionsText({ ...value })})`
  const isWords = Array.isArray(value) && value.length > 0 && value.every(isWord)
  return isWords ? value.map(valueText).join(' ') : JSON.stringify(value)
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' || isPlain(value)
}

/** A number at an axis or a scale: three digits, small and large ones with a power of ten. */
export function tickText(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size !== 0 && (size < 0.001 || size >= 1e5)) return minus(value.toExponential(1))
  return minus(String(Number(value.toPrecision(3))))
}

function minus(text: string): string {
  return text.replace(/-/g, '−')
}

/** A unit as it is printed: `uV²/Hz` as `µV²/Hz`. */
export function unitText(unit: string): string {
  return unit.replace(/\bu(?=[A-Z])/g, 'µ')
}
