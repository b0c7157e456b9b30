import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The environment that `../shared/rig/up` leaves: a real cluster with Flux, S3, git and Prometheus. */
export interface Rig {
  readonly kubeconfig: string
  readonly api: string
  readonly caFile: string
  /** This machine as pods see it. */
  readonly host: string
  readonly clusterId: string
  readonly roleArn: string
  readonly sts: { readonly address: string; readonly certFile: string; readonly keyFile: string }
  readonly s3: {
    readonly endpoint: string
    readonly accessKey: string
    readonly secretKey: string
    readonly region: string
  }
  readonly git: { readonly root: string; readonly url: string }
  readonly prometheusUrl: string
}

/** The rig of this environment; throws where it is not up. */
export function rig(env: NodeJS.ProcessEnv = process.env): Rig {
  const get = (name: string): string => {
    const value = env[name]
    if (!value)
      throw new Error(`${name} is not set: run ../shared/rig/up and source the environment file that it names`)
    return value
  }
  return {
    kubeconfig: get('KUBECONFIG'),
    api: get('RIG_API'),
    caFile: get('RIG_CA'),
    host: get('RIG_HOST'),
    clusterId: get('RIG_CLUSTER_ID'),
    roleArn: get('RIG_ROLE_ARN'),
    sts: { address: get('RIG_STS_ADDR'), certFile: get('RIG_STS_CERT'), keyFile: get('RIG_STS_KEY') },
    s3: {
      endpoint: get('RIG_S3_ENDPOINT'),
      accessKey: get('RIG_S3_ACCESS_KEY'),
      secretKey: get('RIG_S3_SECRET_KEY'),
      region: get('RIG_S3_REGION'),
    },
    git: { root: get('RIG_GIT_ROOT'), url: get('RIG_GIT_URL') },
    prometheusUrl: get('RIG_PROMETHEUS_URL'),
  }
}

const run = promisify(execFile)

/** kubectl as the cluster's administrator; its output. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('kubectl', args, { maxBuffer: 1 << 26 })
  return stdout
}

/** Applies objects by server-side apply, in order. */
export async function apply(...objects: readonly object[]): Promise<void> {
  await applyText(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
}

export async function applyText(manifests: string): Promise<void> {
  const child = run('kubectl', ['apply', '--server-side', '--force-conflicts', '-f', '-'], { maxBuffer: 1 << 26 })
  child.child.stdin?.end(manifests)
  await child
}
