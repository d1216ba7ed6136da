import { encode } from '../encoders/encode.ts'
import { generate } from '../encoders/generate.ts'
import { ica } from '../encoders/ica.ts'
import { icaComponents } from '../encoders/ica-components.ts'
import { scoreCodes } from '../encoders/score-codes.ts'
import { seizures } from '../encoders/seizures.ts'
import { tokenize } from '../encoders/tokenize.ts'
import type { Head } from '../head.ts'
import { heads } from '../heads/index.ts'
import type { Stage } from '../stage.ts'
import { stages } from '../stages/index.ts'
import { unionOf } from './union-of.ts'

const plainStages: readonly Stage[] = [
  ...stages,
  ica,
  icaComponents,
  encode,
  tokenize,
  generate,
  scoreCodes,
  seizures,
]

/** Every stage a pipeline may name, in the order of the reference. */
export const allStages: readonly Stage[] = [...plainStages, unionOf(plainStages)]

/** Every head a pipeline may name. */
export const allHeads: readonly Head[] = heads

/** The stage of a name, or `undefined`. */
export function stageNamed(use: string): Stage | undefined {
  return allStages.find((stage) => stage.use === use)
}

/** The head of a name, or `undefined`. */
export function headNamed(use: string): Head | undefined {
  return allHeads.find((head) => head.use === use)
}
