import { readFileSync } from 'node:fs'
import { type AwsStandIn, startAws } from '../aws/index.ts'
import type { Policy } from '../aws/policy.ts'
import { rigOptions } from '../aws/rig.ts'
import type { Role } from '../aws/role.ts'
import type { Rig } from './rig.ts'

export const CODE = 'org/shop'
export const FLEET = 'org/fleet'
/** The job's environment on GitHub, by which the role trusts it. */
export const ENVIRONMENT = 'perf'
export const PREFIX = 'runs'

const ISSUER = 'kubernetes.default.svc'

/** The roles of infra/iam as they are shipped, with their placeholders filled in for this account, cluster and bucket. */
export function shippedRoles(rig: Rig, bucket: string): { readonly action: Role; readonly runner: Role } {
  const runner = rig.roleArn.replace(/[^/]+$/, 'perf-runner')
  const fill = (name: string) => {
    const text = readFileSync(new URL(`../../../infra/iam/${name}.json`, import.meta.url), 'utf8')
    const filled = text
      .replaceAll('oidc.eks.REGION.amazonaws.com/id/CLUSTER_OIDC_ID', ISSUER)
      .replaceAll('ORG/REPO', CODE)
      .replaceAll('REGION', rig.s3.region)
      .replaceAll('CLUSTER', rig.clusterId)
      .replaceAll('BUCKET', bucket)
      .replaceAll('PREFIX', PREFIX)
    return JSON.parse(filled) as Policy
  }
  return {
    action: { arn: rig.roleArn, trust: fill('action-trust'), policy: fill('action-policy') },
    runner: { arn: runner, trust: fill('agent-trust'), policy: fill('agent-policy') },
  }
}

/** AWS as the rig's cluster and this account see it. */
export function startAccount(rig: Rig, bucket: string): Promise<AwsStandIn> {
  const { action, runner } = shippedRoles(rig, bucket)
  return startAws(rigOptions(process.env, [action, runner]))
}
