import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The compiled command. */
export const entry = fileURLToPath(new URL('../../dist/bin/neurarrow.js', import.meta.url))

/**
 * Runs the compiled `neurarrow` as a process of its own, as a user does.
 *
 * @param setting `cwd` it is run in; `env` is added to the environment; how long it may take, ms
 */
export function runCommand(
  args: readonly string[],
  setting: { cwd?: string; env?: Record<string, string>; timeoutMs?: number } = {},
): Ended {
  if (!existsSync(entry)) throw new Error('the command is not built: npm run build')
  const env = { ...process.env, NEURARROW_DATA: '', NEURARROW_MODELS: '', ...setting.env }
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], {
    cwd: setting.cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: setting.timeoutMs ?? 280_000,
  })
  return { code: status, stdout, stderr }
}
