import { chmodSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const own = (path) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Writes the command and its worker threads as a few files to `dist/bin`: some 420 modules, ours and
 * those of zod, yaml and commander, take longer to find and open than to run. What depends on the
 * platform, or is loaded late by design, stays a package of its own.
 */
await build({
  cwd: own('.'),
  input: {
    neurarrow: 'src/cli/neurarrow.ts',
    thread: 'src/execution/thread.ts',
    'run-thread': 'src/queue/run-thread.ts',
    'crew-thread': 'src/execution/crew-thread.ts',
  },
  platform: 'node',
  external: [
    '@resvg/resvg-js',
    'apache-arrow',
    'cli-progress',
    'h5wasm',
    'onnxruntime-node',
    'bullmq',
    'bullmq-otel',
    'ioredis',
    'pino',
    'prom-client',
    /^@opentelemetry[/]/,
  ],
  // The same package as modules; its build for Node is CommonJS, of which nothing can be left out.
  resolve: { alias: { yaml: own('node_modules/yaml/browser/dist/index.js') } },
  output: {
    dir: 'dist/bin',
    cleanDir: true,
    chunkFileNames: '[name].js',
    // All that `check` loads in one file, but for what the command needs before.
    codeSplitting: {
      groups: [
        { name: 'errors', test: /src.errors/, priority: 2 },
        // What starts a thread is there before the rest.
        { name: 'threads', test: /execution.(pool|hands)/, priority: 2 },
        { name: 'check', test: /execution.prepare/, priority: 1 },
      ],
    },
    // Names and lines stay, for the frames of a failure; shorter files do not load faster.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  },
})
chmodSync(own('dist/bin/neurarrow.js'), 0o755)
