import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../cli/run-command.ts'
import { shellLines } from '../conformance/shell-lines.ts'
import { root } from '../conformance/source-files.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { type S3Server, startS3 } from '../fixtures/s3-server.ts'

const lines = shellLines(readFileSync(join(root, 'README.md'), 'utf8'))
const ours = lines.filter((line) => line.startsWith('npx neurarrow '))
const cwd = temporaryFolder()
for (const folder of ['pipelines', 'datasets', 'models']) {
  symlinkSync(join(root, folder), join(cwd, folder))
}

let server: S3Server
beforeAll(async () => {
  server = await startS3(join(cwd, 'objects'), ['tables'])
})
afterAll(() => server.stop())

describe('the commands of README, one after the other in an empty folder', () => {
  test('they are ours, or those that install and test', () => {
    const others = lines.filter((line) => !ours.includes(line))
    expect([...new Set(others)].sort()).toEqual(['npm ci', 'npm test'])
    expect(ours.length).toBeGreaterThan(3)
  })

  test.each(ours)('%s', (line) => {
    const { code, stderr } = runCommand(line.split(/\s+/).slice(2), { cwd, env: server.env })
    expect(code, stderr).toBe(0)
  })
})
