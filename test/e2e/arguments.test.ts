import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { entry, runCommand } from '../cli/run-command.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'

const cwd = temporaryFolder()
const commands = [
  'run',
  'plan',
  'check',
  'explain',
  'fetch',
  'inspect',
  'convert',
  'stages',
  'models',
  'datasets',
  'compare',
  'diff',
  'verify',
  'replay',
  'leaderboard',
]

describe('arguments', () => {
  test('each command has help on stdout: exit 0', () => {
    const help = runCommand(['--help']).stdout
    for (const command of commands) {
      expect(help).toMatch(new RegExp(`^ +${command} `, 'm'))
      const { code, stdout, stderr } = runCommand([command, '--help'])
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toContain(`Usage: neurarrow ${command}`)
      const own = command === 'models' ? runCommand(['models', 'list', '--help']).stdout : stdout
      expect(own).toContain('--json')
    }
  })

  test('the version is that of the package', () => {
    expect(runCommand(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test.each([
    [['inspct', 'a.edf'], /unknown command 'inspct'[\s\S]*inspect/],
    [['inspect'], /missing required argument 'file'/],
    [['inspect', 'a.edf', 'b.edf'], /too many arguments/],
    [['inspect', 'a.edf', '--jason'], /unknown option '--jason'[\s\S]*--json/],
    [['convert', 'a.edf'], /required option '--out/],
    [['convert', 'a.edf', '--out', 'x.arrow', '--from', 'soon'], /arguments-invalid/],
    [
      ['convert', 'a.edf', '--out', 'x.arrow', '--events', '--channels', 'A'],
      /cannot be used with/,
    ],

    [['models', 'none'], /model-unknown/],
    [['datasets', 'none'], /dataset-unknown/],
    [['fetch', 'none'], /dataset-unknown/],
    [['check', 'none.yaml'], /document-unreadable/],
  ])('%j is exit 2 and nothing on stdout', (args, says) => {
    const { code, stdout, stderr } = runCommand(args, { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(says)
  })

  test('with --json wrong arguments are one document', () => {
    const { code, stdout } = runCommand(['stages', '--markdown', '--json'], { cwd })
    expect(code).toBe(2)
    expect(JSON.parse(stdout).error.facts.message).toMatch(/cannot be used with/)
  })

  test('a reader that closes the pipe early is no failure', async () => {
    const child = spawn(process.execPath, [entry, 'stages', '--json'], { cwd })
    child.stdout.once('data', () => child.stdout.destroy())
    let stderr = ''
    child.stderr.on('data', (text) => {
      stderr += text
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect([code, stderr]).toEqual([0, ''])
  })
})
