/** A difference of two electrodes: [anode, cathode]. */
export type Pair = readonly [string, string]

const left: readonly Pair[] = [
  ['Fp1', 'F7'],
  ['F7', 'T3'],
  ['T3', 'T5'],
  ['T5', 'O1'],
]
const right: readonly Pair[] = [
  ['Fp2', 'F8'],
  ['F8', 'T4'],
  ['T4', 'T6'],
  ['T6', 'O2'],
]
const innerLeft: readonly Pair[] = [
  ['Fp1', 'F3'],
  ['F3', 'C3'],
  ['C3', 'P3'],
  ['P3', 'O1'],
]
const innerRight: readonly Pair[] = [
  ['Fp2', 'F4'],
  ['F4', 'C4'],
  ['C4', 'P4'],
  ['P4', 'O2'],
]
const middle: readonly Pair[] = [
  ['Fz', 'Cz'],
  ['Cz', 'Pz'],
]
const across: readonly Pair[] = [
  ['T3', 'C3'],
  ['C3', 'Cz'],
  ['Cz', 'C4'],
  ['C4', 'T4'],
]

/**
 * Bipolar montages by name, with T3 for T7 and so on.
 *
 * `tcp22` is the order of the Temple University corpus: chains over both temples, from ear to ear,
 * and over both hemispheres; `tcp20` is that without the ears. `longitudinal` is the double banana
 * with the middle line, `longitudinal16` without; `transverse` has rows from left to right.
 *
 * @see Lopez, Gross, Obeid & Picone (2016), IEEE SPMB, doi:10.1109/SPMB.2016.7846855 (TCP);
 *   American Clinical Neurophysiology Society, Guideline 3 (2016), J. Clin. Neurophysiol.
 *   33(4):312-316, doi:10.1097/WNP.0000000000000312
 */
export const bipolarMontages = {
  tcp22: [...left, ...right, ['A1', 'T3'], ...across, ['T4', 'A2'], ...innerLeft, ...innerRight],
  tcp20: [...left, ...right, ...across, ...innerLeft, ...innerRight],
  longitudinal: [...left, ...innerLeft, ...middle, ...innerRight, ...right],
  longitudinal16: [...left, ...innerLeft, ...innerRight, ...right],
  transverse: [
    ['Fp1', 'Fp2'],
    ['F7', 'F3'],
    ['F3', 'Fz'],
    ['Fz', 'F4'],
    ['F4', 'F8'],
    ...across,
    ['T5', 'P3'],
    ['P3', 'Pz'],
    ['Pz', 'P4'],
    ['P4', 'T6'],
    ['O1', 'O2'],
  ],
} as const satisfies Record<string, readonly Pair[]>

/** Names of the montages that are built in. */
export const montageNames = Object.keys(bipolarMontages) as (keyof typeof bipolarMontages)[]
