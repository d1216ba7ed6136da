import type { Pair } from './compare.ts'

/** What a sentence about a pair needs to know beside its figures. */
export interface ClaimFacts {
  /** Title of the metric. */
  readonly metric: string
  /** What a group is. */
  readonly unit: string
  readonly dataset: string
}

/** Says in words what a comparison allows to be claimed, and what it does not. */
export function claimOf(pair: Pair, facts: ClaimFacts): string {
  const { better, other, groups } = pair
  const { unit, dataset, metric } = facts
  const tested = `${groups} ${unit}${groups === 1 ? '' : 's'} of ${dataset}`
  if (groups < 2) {
    return `Nothing may be claimed about ${better} and ${other}: only ${tested} can be compared.`
  }
  const figures =
    `${metric} ${figure(Math.abs(pair.difference))} ${pair.difference < 0 ? 'lower' : 'higher'}, ` +
    `95 % interval ${figure(pair.low)} to ${figure(pair.high)}, p ${pText(pair.holmP)}` +
    `${correctionOf(pair)}, ${tested}`
  if (pair.holmP < 0.05) return `${positive(pair, facts)} (${figures}).`
  const few =
    2 ** (1 - groups) * pair.family > 0.05
      ? `With so few ${unit}s no difference, however large, reaches p 0.05.`
      : 'This does not show that they are equal: a true difference below ' +
        `${figure(pair.detectable)} is missed in more than one of five such studies.`
  return `No difference between ${better} and ${other} may be claimed (${figures}). ${few}`
}

function correctionOf({ family, planned }: Pair): string {
  const kind = planned ? 'planned pair' : 'pair'
  if (family > 1) return ` after Holm's correction for ${family} ${kind}s`
  return planned ? ', the one pair that is said to be planned' : ''
}

function positive({ better, other }: Pair, { unit }: ClaimFacts): string {
  const says = `It may be claimed that ${better} decodes`
  return unit === 'subject'
    ? `${says} people like these, never seen before, better than ${other}`
    : `${says} other ${unit}s like these better than ${other}; of people never seen nothing is said`
}

function figure(value: number): string {
  return Number.isNaN(value) ? 'unknown' : value.toFixed(3)
}

function pText(p: number): string {
  return p < 0.001 ? 'below 0.001' : p.toFixed(3)
}
