import { type Command, Option } from 'commander'
import type { Device } from '../encoders/device.ts'
import { tryApart } from './device-option.ts'
import { printJson, printTable } from './output.ts'

interface Flags {
  readonly try?: Device
  readonly json?: boolean
}

/** Adds `neurarrow devices`: what models can be run on here, and how to make more work. */
export function addDevices(program: Command): void {
  program
    .command('devices')
    .description('what models can be run on here, and what others need')
    .option('--json', 'one JSON document on stdout')
    .addOption(new Option('--try <device>', 'try one in this process').hideHelp())
    .action(devicesAction)
}

async function devicesAction({ try: one, json }: Flags): Promise<void> {
  const { devices, tryDevice } = await import('../encoders/device.ts')
  if (one !== undefined) {
    process.stdout.write(JSON.stringify(await tryDevice(one)))
    return
  }
  const found = await Promise.all(devices.map(tryApart))
  if (json) return printJson({ devices: found })
  printTable(
    ['device', 'state', 'what it needs'],
    found.map(({ device, works, remedy }) => [
      device,
      works ? 'works' : 'not here',
      works ? '' : remedy,
    ]),
  )
}
