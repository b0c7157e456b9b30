import { type ErrorCode, PerfError, reason } from '../../core/error.ts'

const RBAC_HINT =
  'apply infra/rbac.yaml, and map the role to the group perf-action: ' +
  'aws eks create-access-entry --cluster-name CLUSTER --principal-arn ROLE --type STANDARD --kubernetes-groups perf-action'
const AUTH_HINT =
  'make an EKS access entry for the role (type STANDARD, group perf-action; it takes some seconds to act); ' +
  'if there is one, check that the input cluster names this cluster and that the clock of the runner is right'
const NETWORK_HINT =
  'where the endpoint of the cluster is private, the job needs a runner inside its VPC; ' +
  'where it is public, see its publicAccessCidrs, and HTTPS_PROXY and NO_PROXY of the runner'
const TRUST_HINT = 'something between the runner and the cluster answers with its own certificate: see HTTPS_PROXY'

/** The API server answered, but not with what was asked for. */
export class Refusal extends PerfError {
  readonly status: number

  constructor(status: number, fault: { code: ErrorCode; message: string; hint?: string }) {
    super(fault.code, fault.message, fault.hint === undefined ? {} : { hint: fault.hint })
    this.status = status
  }
}

export interface Refused {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly body: string
}

/** The error of an answer that is not 2xx; a 403 names verb, resource, namespace and user as the server said. */
export function refusal({ method, path, status, body }: Refused): Refusal {
  const message = said(body)
  if (status === 401) {
    return new Refusal(status, {
      code: 'AUTH',
      message: `the API server did not accept the token: ${message || 'Unauthorized'}`,
      hint: AUTH_HINT,
    })
  }
  if (status === 403) return new Refusal(status, { code: 'FORBIDDEN', message: forbidden(message), hint: RBAC_HINT })
  const asked = `${method} ${path.split('?')[0]}`
  return new Refusal(status, {
    code: 'KUBERNETES',
    message: `the API server answered ${status} to ${asked}${message && `: ${message}`}`,
  })
}

/** The error of a request that got no answer. */
export function unreachable(host: string, thrown: unknown): PerfError {
  const code = errorCode(thrown)
  const text = reason(thrown)
  const detail = code === undefined || text.includes(code) ? text : `${code}: ${text}`
  return new PerfError('KUBERNETES', `the API server ${host} can't be reached: ${detail}`, {
    hint: isUntrusted(thrown) ? TRUST_HINT : NETWORK_HINT,
    cause: thrown,
  })
}

/** Whether another try may help: an unknown name or certificate stays what it is. */
export function isPassing(thrown: unknown): boolean {
  return !(thrown instanceof PerfError) && !isUntrusted(thrown) && errorCode(thrown) !== 'ENOTFOUND'
}

function isUntrusted(thrown: unknown): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/.test(errorCode(thrown) ?? '')
}

function errorCode(thrown: unknown): string | undefined {
  const known = typeof thrown === 'object' && thrown !== null && 'code' in thrown
  return known && typeof thrown.code === 'string' ? thrown.code : undefined
}

function forbidden(message: string): string {
  const told =
    /User "(?<user>[^"]*)" cannot (?<verb>\S+) resource "(?<resource>[^"]+)"(?: in API group "(?<group>[^"]*)")?(?: in the namespace "(?<namespace>[^"]+)")?/.exec(
      message,
    )?.groups
  if (told === undefined) return `the cluster's RBAC forbids it: ${message || 'Forbidden'}`
  const resource = [told['resource'], told['group']].filter(Boolean).join('.')
  const where = told['namespace'] === undefined ? 'in the whole cluster' : `in the namespace ${told['namespace']}`
  return `the cluster's RBAC does not let user ${told['user']} ${told['verb']} ${resource} ${where}`
}

/** The message of a Kubernetes Status, else the beginning of the body. */
function said(body: string): string {
  try {
    const status: unknown = JSON.parse(body)
    if (typeof status === 'object' && status !== null && 'message' in status && typeof status.message === 'string') {
      return status.message
    }
  } catch {
    // no Status: a proxy or a load balancer answered
  }
  return body.replace(/\s+/g, ' ').trim().slice(0, 300)
}
