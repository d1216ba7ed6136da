import { readFileSync } from 'node:fs'

const libraries = ['onnxruntime-node', 'apache-arrow', 'fft.js', 'ml-pca'] as const

/** Versions of neurarrow, Node and the libraries that results may depend on. */
export function versions(): Record<string, string> {
  const own = readJson(new URL('../../package.json', import.meta.url))
  const pinned = own.dependencies as Record<string, string>
  const used = libraries.map((name) => [name, pinned[name]])
  return {
    neurarrow: String(own.version),
    node: process.versions.node,
    ...Object.fromEntries(used),
  }
}

function readJson(url: URL): Record<string, unknown> {
  return JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>
}
