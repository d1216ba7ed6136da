/** The commands of all `sh` blocks of a Markdown text, one an entry, without comments. */
export function shellLines(text: string): string[] {
  const blocks = [...text.matchAll(/^```(?:sh|bash|console)\n([\s\S]*?)^```/gm)]
  return blocks
    .flatMap(([, block]) => block.replace(/\\\n\s*/g, ' ').split('\n'))
    .map((line) =>
      line
        .replace(/^\$ /, '')
        .replace(/\s+#.*$/, '')
        .trim(),
    )
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => line.split(' && '))
}

/** The blocks of a Markdown text in one language. */
export function codeBlocks(text: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm')
  return Array.from(text.matchAll(fence), ([, block]) => block)
}
