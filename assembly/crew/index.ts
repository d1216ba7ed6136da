export { sourceLosses, sourceScores, sourceSlopes, sourceTurns } from './source-scores'
