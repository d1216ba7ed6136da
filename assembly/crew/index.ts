export { sourceLosses, sourceScores } from './source-scores'
