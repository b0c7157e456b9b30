import '../support/realm.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { stringify } from 'yaml'
import { createEksToken } from '../../src/adapters/aws/eks-token.ts'
import { systemClock as clock } from '../../src/adapters/clock.ts'
import { type Sandbox, startSandbox } from '../sandbox/world.ts'
import { type Installed, installCli } from '../support/command-line.ts'

jest.setTimeout(180_000) // a run from the commit to the withdrawal

const perfYaml = (target: string, duration: string) =>
  stringify({
    version: 1,
    tests: {
      shop: {
        ...{ generator: 'http', target, rate: '10/s', ramp: '0s', duration, requests: ['GET /products'] },
        limits: ['error-rate < 5 %'],
      },
    },
  })

/** The terminal of somebody who may do what the action may: a kubeconfig with a token, and AWS credentials. */
async function terminalOf(world: Sandbox, { home }: Installed): Promise<NodeJS.ProcessEnv> {
  const { region, clusterId, roleArn } = world.account
  const session = world.aws.issue(roleArn, 'somebody', 3600)
  const { accessKeyId, secretAccessKey, sessionToken } = session
  const credentials = async () => ({ accessKeyId, secretAccessKey, sessionToken })
  const { token } = await createEksToken({ cluster: clusterId, region, credentials, clock, mask: () => {} })()
  const cluster = world.aws.clusters.get(clusterId)
  const kubeconfig = join(home, 'kubeconfig')
  const named = 'sandbox'
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': named },
    clusters: [
      {
        name: named,
        cluster: {
          server: cluster?.endpoint,
          'certificate-authority-data': Buffer.from(cluster?.ca ?? '').toString('base64'),
        },
      },
    ],
    users: [{ name: named, user: { token } }],
    contexts: [{ name: named, context: { cluster: named, user: named } }],
  }
  writeFileSync(kubeconfig, stringify(config))
  return {
    ...world.aws.endpoints,
    ...{ KUBECONFIG: kubeconfig, AWS_REGION: region, FLUX_TOKEN: 'read-the-fleet' },
    ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken },
  }
}

const optionsOf = ({ addresses, inputs }: Sandbox) => [
  ...['--bucket', inputs['bucket'] ?? '', '--flux-repository', `${addresses['git']}/fleet.git`],
  ...['--prometheus', 'service://monitoring/prometheus:http'],
]

test('a run from a terminal goes through Flux and Kubernetes to a verdict, and is withdrawn; so is one that is stopped', async () => {
  await using world = await startSandbox()
  using installed = installCli()
  const env = await terminalOf(world, installed)
  const run = (duration: string) => {
    writeFileSync(join(installed.home, 'perf.yaml'), perfYaml(world.shop.url, duration))
    return installed.start(['run', ...optionsOf(world)], env)
  }

  const whole = run('5s')
  const code = await whole.ended
  expect(whole.output()).toContain('✔ Pass · shop')
  expect(code).toBe(0)
  expect(await world.folders()).toEqual([])
  expect(await world.cluster.leftovers()).toEqual([])

  const stopped = run('5m')
  await stopped.says(/ · load · /)
  expect(await world.folders()).toHaveLength(1)
  stopped.process.kill('SIGINT')
  expect(await stopped.ended).toBe(2)
  expect(stopped.output()).toContain('CANCELLED: stopped by SIGINT')
  expect(await world.folders()).toEqual([])
  expect(await world.cluster.leftovers()).toEqual([])
})
