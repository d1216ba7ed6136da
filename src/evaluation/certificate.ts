import { type BranchStage, type Fitted, scopeUnder } from './branch.ts'
import type { Contamination } from './contamination.ts'
import type { Proof } from './firewall.ts'
import type { Unit } from './group.ts'
import type { Apart } from './split-kind.ts'

/** One thing that was fitted: on how many groups and rows, and in which fold. */
export interface FittedEntry {
  readonly stage: string
  readonly fold: number
  readonly groups: number
  readonly rows: number
  /** The groups that were tested in this fold, none of which it saw. */
  readonly without: readonly string[]
  readonly facts?: Readonly<Record<string, string | number>>
}

/** What may be believed about the scores of a run: who was fitted on whom, and what was proved. */
export interface Certificate {
  /** Every fold was proved disjoint, and no model was pretrained on the evaluated data. */
  readonly clean: boolean
  /** What a group is: what is scored. */
  readonly unit: Unit
  /** What no fold has on both sides. */
  readonly apart: Apart
  /** Rows of tested groups that are trained on, as the split declares; absent without such. */
  readonly calibration?: { readonly folds: number; readonly rows: number }
  readonly folds: number
  readonly provedFolds: number
  readonly fitted: readonly FittedEntry[]
  /** Stages that look at unlabelled data of the subject that is tested. */
  readonly transductive: readonly string[]
  readonly contamination: readonly Contamination[]
  /** Plain sentences about what the proof does and does not cover. */
  readonly notes: readonly string[]
}

/** What a certificate is written from. */
export interface Evidence {
  readonly unit: Unit
  /** What the split keeps apart. */
  readonly apart: Apart
  /** How many folds the split has. */
  readonly folds: number
  /** One for each fold that `proveDisjoint` let pass. */
  readonly proofs: readonly Proof[]
  /** Of each fold, whom it tested and what was fitted. */
  readonly results: readonly {
    readonly fold: number
    readonly test: readonly string[]
    readonly fitted: readonly Fitted[]
  }[]
  readonly transductive: readonly string[]
  readonly contamination: readonly Contamination[]
  /** Sentences of others: of the data set card, of the planner. */
  readonly notes?: readonly string[]
}

/** Writes the certificate of a run. */
export function certify(evidence: Evidence): Certificate {
  const { unit, apart, folds, proofs, contamination, transductive } = evidence
  const proved = new Set(proofs.map((proof) => proof.fold)).size
  return {
    clean: folds > 0 && proved === folds && contamination.length === 0,
    ...{ unit, apart, ...calibrationOf(proofs) },
    folds,
    provedFolds: proved,
    fitted: evidence.results.flatMap(({ fold, test, fitted }) =>
      fitted.map(({ stage, groups, rows, facts }) => {
        const entry = { stage, fold, groups: groups.length, rows, without: test }
        return Object.keys(facts).length > 0 ? { ...entry, facts } : entry
      }),
    ),
    transductive,
    contamination,
    notes: [...coverage(evidence, proved), ...(evidence.notes ?? [])],
  }
}

/**
 * The names of stages that look at unlabelled data of the subject that is tested: those of scope
 * `subject`, those that need the first recording of the subject, and fitted ones that say so.
 */
export function transductiveStages(
  stages: readonly Pick<BranchStage, 'use' | 'stage' | 'options'>[],
): string[] {
  const looking = stages.filter((step) => {
    const needs = Object.values(step.stage.needs?.(step.options) ?? {})
    const { stage } = step
    if (stage.scope === 'fold' && stage.transductive) return true
    return scopeUnder(step) === 'subject' || needs.some((need) => need.table === 'meanOfFirst')
  })
  return [...new Set(looking.map((step) => step.use))]
}

function calibrationOf(proofs: readonly Proof[]) {
  const some = proofs.filter((proof) => (proof.calibrationRows ?? 0) > 0)
  const rows = some.reduce((sum, proof) => sum + (proof.calibrationRows ?? 0), 0)
  return some.length > 0 ? { calibration: { folds: some.length, rows } } : {}
}

function coverage({ apart: { unit }, folds, proofs }: Evidence, proved: number): string[] {
  const notes: string[] = []
  if (proved < folds) notes.push(`${folds - proved} of ${folds} folds were not proved disjoint.`)
  if (unit !== 'subject') {
    notes.push(
      `The split keeps each ${unit} together, so a subject may be in training and test rows: ` +
        'the scores say how well people are decoded who were seen before.',
    )
  }
  const calibration = calibrationOf(proofs).calibration
  if (calibration) {
    notes.push(
      `Few-shot: in ${calibration.folds} of ${folds} folds rows of the tested groups ` +
        `(${calibration.rows} in all) are trained on, as the split declares; none is tested.`,
    )
  }
  if (proofs.some((proof) => proof.sharedRecordings > 0)) {
    notes.push('Some recordings are on both sides, with time spans that do not overlap.')
  }
  if (proofs.length > 0 && proofs.every((proof) => proof.hashed === 0)) {
    notes.push('The contents of recordings were not compared: no checksums were given.')
  }
  return notes
}
