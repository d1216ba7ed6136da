import type { CardFacts } from './card-schema.ts'

/** Rates that differ by less than this share are the same. */
const sameShare = 1e-6

/**
 * The sampling rates that a model takes.
 *
 * @returns the lowest and the highest, Hz; equal where the card gives one rate or one TR
 */
export function rateRange({ rateHz, trS }: Pick<CardFacts, 'rateHz' | 'trS'>): [number, number] {
  if (trS === undefined) return [rateHz ?? Number.NaN, rateHz ?? Number.NaN]
  return Array.isArray(trS) ? [1 / trS[1], 1 / trS[0]] : [1 / trS, 1 / trS]
}

/** Whether a model takes samples of a rate in Hz. */
export function takesRate(card: Pick<CardFacts, 'rateHz' | 'trS'>, rateHz: number): boolean {
  const [low, high] = rateRange(card)
  return rateHz >= low * (1 - sameShare) && rateHz <= high * (1 + sameShare)
}

/** `200 Hz`, `a TR of 2 s`, `a TR of 0.7 to 3 s`; `no rate` of a model for images */
export function rateWords({ rateHz, trS }: Pick<CardFacts, 'rateHz' | 'trS'>): string {
  if (trS === undefined) return rateHz === undefined ? 'no rate' : `${rateHz} Hz`
  return `a TR of ${Array.isArray(trS) ? trS.join(' to ') : trS} s`
}
