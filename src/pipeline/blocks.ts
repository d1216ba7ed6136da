import type { Block, Shape } from '../stage.ts'
import type { BoundStage } from './parse.ts'
import type { ReadPart } from './schema.ts'

/** How long the blocks of a long recording are, s. No setting: other blocks would be other keys. */
export const blockLengthS = 600

/** What of a recording is known from its header: an uninterrupted stretch of one rate. */
export interface Extent {
  readonly startS: number
  readonly endS: number
  /** Of the channels that are read. */
  readonly rateHz: number
}

/** A part of a recording that is read and worked on by itself. */
export interface BlockPart {
  readonly block: Block
  /** What is read: the block and what its stages need on either side; to the end without `toS`. */
  readonly fromS: number
  readonly toS?: number
}

/** A recording cut into blocks: its first `stages` stages run on each block by itself. */
export interface Blocks {
  readonly stages: number
  readonly parts: readonly BlockPart[]
}

/**
 * Cuts a long recording into blocks of 600 s, the last with what is left over.
 *
 * Blocks go through the stages as far as each says how much context it needs, if that reaches a
 * stage that cuts windows; the windows that begin in a block are its own. Blocks begin on whole
 * seconds, so that resampled samples fall on the same times.
 *
 * @returns `undefined` when the recording is shorter than two blocks or must be taken as a whole
 */
export function blocksOf(
  stages: readonly BoundStage[],
  extent: Extent,
  read: ReadPart,
  lengthS = blockLengthS,
): Blocks | undefined {
  const originS = Math.max(extent.startS, read.fromS ?? extent.startS)
  const endS = Math.min(extent.endS, read.toS ?? extent.endS)
  const count = Math.floor((endS - originS) / lengthS)
  const chain = chainOf(stages, extent.rateHz)
  const wholeSeconds = Number.isInteger(originS) && Number.isInteger(extent.rateHz)
  if (count < 2 || chain === undefined || !wholeSeconds) return undefined
  const marginS = Math.ceil(chain.contextS)
  const parts = Array.from({ length: count }, (_, i): BlockPart => {
    const isLast = i === count - 1
    const fromS = originS + i * lengthS
    const toS = isLast ? endS : fromS + lengthS
    const reachS = toS + marginS
    return {
      block: { originS, fromS, toS: isLast ? endS + 1 : toS, isLast },
      fromS: Math.max(originS, fromS - marginS),
      toS: isLast || reachS >= endS ? read.toS : reachS,
    }
  })
  return { stages: chain.stages, parts }
}

/** The stages that blocks can go through, and the context they need together, s. */
function chainOf(stages: readonly BoundStage[], rateHz: number) {
  let shape: Shape = { kind: 'signals', rateHz }
  let contextS = 0
  let count = 0
  for (const { stage, options, scope } of stages) {
    const own =
      stage.contextS?.(options, shape.rateHz ?? rateHz, shape.kind) ?? Number.POSITIVE_INFINITY
    if (scope !== 'recording' || !Number.isFinite(own)) break
    if (shape.kind === 'signals') contextS += own
    const next = stage.shape?.(shape, options) ?? shape
    shape = { ...next, kind: stage.writes === 'same' ? shape.kind : stage.writes }
    count++
  }
  return shape.kind === 'signals' ? undefined : { stages: count, contextS }
}
