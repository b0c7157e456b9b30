import { readFileSync } from 'node:fs'
import type { AwsOptions } from './index.ts'
import type { Role } from './role.ts'

/** The stand-ins around `../shared/rig`, by the variables of its environment file; reachable from its pods too. */
export function rigOptions(env: Readonly<Record<string, string | undefined>>, roles: readonly Role[]): AwsOptions {
  const need = (name: string) => {
    const value = env[name]
    if (value === undefined) throw new Error(`${name} is not set: source the rig's environment file`)
    return value
  }
  const rig = { endpoint: need('RIG_API'), ca: readFileSync(need('RIG_CA'), 'utf8') }
  return {
    host: need('RIG_HOST'),
    region: need('RIG_S3_REGION'),
    roles,
    clusters: {
      [need('RIG_CLUSTER_ID')]: rig,
      'being-made': { ...rig, status: 'CREATING' },
      'private-only': { ...rig, endpoint: 'https://127.0.0.1:1', privateOnly: true },
    },
    s3: {
      endpoint: need('RIG_S3_ENDPOINT'),
      accessKey: need('RIG_S3_ACCESS_KEY'),
      secretKey: need('RIG_S3_SECRET_KEY'),
      region: need('RIG_S3_REGION'),
    },
    stsTls: { address: need('RIG_STS_ADDR'), certFile: need('RIG_STS_CERT'), keyFile: need('RIG_STS_KEY') },
    pods: { kubeconfig: need('KUBECONFIG'), issuer: 'https://kubernetes.default.svc' },
  }
}
