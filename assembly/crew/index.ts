export { multiplyPacked } from './products'
export { quadratics } from './quadratic'
export { sourceLosses, sourceScores } from './source-scores'
export { composeEach, whitenedEigen } from './whitened'
