export { multiplyPacked, quadratics } from './products'
export { sourceLosses, sourceScores } from './source-scores'
export { composeEach, whitenedEigen } from './whitened'
