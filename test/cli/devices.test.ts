import { expect, test } from 'vitest'
import { runCommand } from './run-command.ts'

test('neurarrow devices says what works here and what the others need', () => {
  const { code, stdout } = runCommand(['devices'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^cpu +works$/m)
  expect(stdout).toMatch(/^cuda +(works|not here +.*--onnxruntime-node-install=cuda12)/m)
  const { devices } = JSON.parse(runCommand(['devices', '--json']).stdout)
  expect(devices.map(({ device }: { device: string }) => device)).toEqual(['cuda', 'webgpu', 'cpu'])
})
