import { readFileSync } from 'node:fs'
import type { Policy } from './aws/policy.ts'
import type { Role } from './aws/role.ts'

/** The repositories of a world, the environment on GitHub by which the role trusts a job, and where things go. */
export const CODE = 'org/shop'
export const FLEET = 'org/fleet'
export const ENVIRONMENT = 'perf'
export const PREFIX = 'runs'
export const FLUX_PATH = 'perf/runs'

/** What infra/ ships of rights in the cluster, where load is made and where the shops are. */
export const RBAC = ['rbac.yaml', 'rbac-target.yaml'].map((file) => new URL(`../../infra/${file}`, import.meta.url))

/** What a world's roles are filled in for. */
export interface Account {
  readonly region: string
  readonly clusterId: string
  /** ARN of the action's role; the pods' is `perf-runner` in the same account. */
  readonly roleArn: string
}

export interface Roles {
  readonly action: Role
  readonly runner: Role
}

/** As it is in tokens of pods, without `https://`. */
export const POD_ISSUER = 'kubernetes.default.svc'

/** The roles of infra/iam as they are shipped, with their placeholders filled in for this account, cluster and bucket. */
export function shippedRoles({ region, clusterId, roleArn }: Account, bucket: string): Roles {
  const runner = roleArn.replace(/[^/]+$/, 'perf-runner')
  const fill = (name: string) => {
    const text = readFileSync(new URL(`../../infra/iam/${name}.json`, import.meta.url), 'utf8')
    const filled = text
      .replaceAll('oidc.eks.REGION.amazonaws.com/id/CLUSTER_OIDC_ID', POD_ISSUER)
      .replaceAll('ORG/REPO', CODE)
      .replaceAll('REGION', region)
      .replaceAll('CLUSTER', clusterId)
      .replaceAll('BUCKET', bucket)
      .replaceAll('PREFIX', PREFIX)
    return JSON.parse(filled) as Policy
  }
  return {
    action: { arn: roleArn, trust: fill('action-trust'), policy: fill('action-policy') },
    runner: { arn: runner, trust: fill('agent-trust'), policy: fill('agent-policy') },
  }
}
