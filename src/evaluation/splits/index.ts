import type { SplitKind, SplitModifier } from '../split-kind.ts'
import { blocks } from './blocks.ts'
import { disjoint } from './disjoint.ts'
import { fewShot } from './few-shot.ts'
import { holdOut } from './hold-out.ts'
import { kFold } from './k-fold.ts'
import { leaveOut } from './leave-out.ts'
import { official } from './official.ts'
import { repeats } from './repeats.ts'
import { scoreBy } from './score-by.ts'
import { within } from './within.ts'

/** All ways to split, in the order of the reference. */
export const splitKinds: readonly SplitKind[] = [leaveOut, kFold, holdOut, official, blocks]

/** All that changes a split, from the inside out. */
export const splitModifiers: readonly SplitModifier[] = [
  disjoint,
  fewShot,
  within,
  repeats,
  scoreBy,
]
