/**
 * Makes a test for paths that a `.bidsignore` file leaves out.
 *
 * Lines are patterns as git has them: `*` and `?` stand for text without `/`, `**` for any folders,
 * `[abc]` for one of some characters; a `/` in front or in the middle ties the pattern to the root,
 * one at the end to folders; `!` takes a path back in; `#` begins a comment. The last pattern that
 * fits decides. What lies in a folder that is left out is left out.
 *
 * @returns a function of a path relative to the root, with `/`
 * @see Brain Imaging Data Structure 1.10, validation, `.bidsignore`; gitignore(5)
 */
export function bidsIgnore(text: string): (path: string) => boolean {
  const rules = text.split(/\r?\n/).flatMap((line) => {
    const pattern = line.replace(/(?<!\\)\s+$/, '')
    if (pattern === '' || pattern.startsWith('#')) return []
    const negated = pattern.startsWith('!')
    return [{ negated, regex: regexOf(negated ? pattern.slice(1) : pattern) }]
  })
  const decided = (path: string) => rules.findLast(({ regex }) => regex.test(path))?.negated
  return (path) => {
    const steps = path.split('/')
    const above = steps.slice(0, -1).map((_, i) => `${steps.slice(0, i + 1).join('/')}/`)
    return [...above, path].some((part) => decided(part) === false)
  }
}

/** Folders are tested with a `/` at their end. */
function regexOf(pattern: string): RegExp {
  const folder = pattern.endsWith('/')
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '')
  const tied = pattern.startsWith('/') || bare.includes('/')
  const body = bare.replace(/\*\*\/|\/\*\*$|\*+|\?|\[[^\]]*\]|\\.|[^*?[\\]/g, (piece) => {
    if (piece === '**/') return '(?:[^/]+/)*'
    if (piece === '/**') return '/.+'
    if (piece.startsWith('*')) return '[^/]*'
    if (piece === '?') return '[^/]'
    if (/^\[.+\]$/.test(piece)) return piece.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
    return literal(piece.length === 2 ? piece[1] : piece)
  })
  return new RegExp(`^${tied ? '' : '(?:[^/]+/)*'}${body}${folder ? '/' : '/?'}$`)
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
}
