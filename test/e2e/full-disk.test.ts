import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { entry } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const cwd = temporaryFolder()
const quickstart = fileURLToPath(new URL('../../pipelines/quickstart.yaml', import.meta.url))

/** Runs with a store of its own that is too small, shows what is left in it, then makes room. */
const script = `
  mkdir -p small
  mount -t tmpfs -o size=300k tmpfs small
  run() { "$NODE" "$ENTRY" run "$PIPELINE" --json --subjects S01..S04 --store "$1" > "$2.json"; }
  run roomy roomy; echo "roomy $?"
  run small full; echo "full $?"
  find small -name '*.part' | sed 's/^/left /'
  find small -name '*.sha256' | sed 's/^/kept /'
  mount -o remount,size=64m small
  run small again; echo "again $?"`

test('a full disk ends the run with its code, leaves nothing half-written, and it resumes', () => {
  const env = { ...process.env, NEURARROW_DATA: '', NODE: process.execPath, ENTRY: entry }
  const setting = { cwd, env: { ...env, PIPELINE: quickstart }, encoding: 'utf8' } as const
  // A mount of one's own needs namespaces; where they are not allowed this says so and fails.
  const { stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', script], setting)
  const lines = stdout.trim().split('\n')
  expect(
    lines.filter((line) => !line.startsWith('kept')),
    stderr,
  ).toEqual(['roomy 0', 'full 1', 'again 0'])
  expect(lines.filter((line) => line.startsWith('kept')).length).toBeGreaterThan(0)
  const [roomy, full, again] = ['roomy', 'full', 'again'].map((name) =>
    JSON.parse(readFileSync(join(cwd, `${name}.json`), 'utf8')),
  )
  const facts = { transient: true, file: expect.stringContaining('small') }
  expect(full.error).toMatchObject({ code: 'store-full', facts })
  expect(again).toMatchObject({ key: roomy.key, scores: roomy.scores, status: 'done' })
  const cached = again.plan.nodes.filter((node: { cached: boolean }) => node.cached)
  expect(cached.length).toBeGreaterThan(0)
})
