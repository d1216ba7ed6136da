export { multiplyPacked } from './products'
export { quadratics } from './quadratic'
export { sourceLosses, sourceScores, sourceSlopes, sourceTurns } from './source-scores'
export { addInverses, whitenedLogs } from './whitened'
