export { cholesky } from './cholesky'
export { gauss } from './gauss'
export { addPacked } from './product'
export { solveRight } from './triangle'
