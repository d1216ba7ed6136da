import { execFile } from 'node:child_process'
import { Option } from 'commander'
import type { Device, DeviceState } from '../encoders/device.ts'
import { say } from './output.ts'

/** The option `--device` of all commands that run models; `NEURARROW_DEVICE` stands in for it. */
export function deviceOption(): Option {
  const { NEURARROW_DEVICE: named } = process.env
  const text = 'what models are run on: auto, cpu, cuda or webgpu'
  return new Option('--device <name>', text).default(named || 'cpu', 'NEURARROW_DEVICE, else cpu')
}

/**
 * The device that a word asks for; with `auto` it is said which one was taken and why.
 *
 * @throws {NeurarrowError} as `chooseDevice`
 */
export async function deviceFrom(asked = 'cpu'): Promise<Device> {
  const { chooseDevice } = await import('../encoders/device.ts')
  const { device, tried } = await chooseDevice(asked, tryApart)
  if (asked !== 'auto') return device
  const others = tried.filter(({ works }) => !works).map(({ device: name }) => name)
  const why = others.length > 0 ? ` (${others.join(' and ')} do not work here)` : ''
  say(`device: ${device}${why}`)
  return device
}

/** Tries a device in a process of its own, which a broken driver may end. */
export function tryApart(device: Device): Promise<DeviceState> {
  const args = [process.argv[1], 'devices', '--try', device]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: 60_000 }, (error, stdout) => {
      const answer = stdout.startsWith('{') ? (JSON.parse(stdout) as DeviceState) : undefined
      const says = error?.message.split('\n')[0] ?? 'no answer'
      resolve(answer ?? { device, works: false, says })
    })
  })
}
