import { resolve } from './bare.ts'
import { type Call, type Handler, page, Refusal } from './call.ts'

export interface CheckOutput {
  readonly title: string
  readonly summary: string
  readonly annotations?: readonly Annotation[]
}

export interface Annotation {
  readonly path: string
  readonly start_line: number
  readonly end_line: number
  readonly annotation_level: string
  readonly message: string
}

export interface CheckRun {
  readonly id: number
  readonly repository: string
  readonly name: string
  readonly sha: string
  readonly app: { readonly id: number; readonly slug: string }
  status: string
  conclusion: string | null
  output: CheckOutput | undefined
  readonly annotations: Annotation[]
}

const longest = 65_535

/** Handlers over all check runs, by id. */
export function checkHandlers(runs: Map<number, CheckRun>): Readonly<Record<string, Handler>> {
  let last = 40_000_000_000
  const runOf = (call: Call): CheckRun => {
    const run = runs.get(Number(call.params['check_run_id']))
    if (run?.repository !== call.repository.name) throw new Refusal(404, 'Not Found')
    return run
  }
  return {
    'checks/create': async (call) => {
      const { name, head_sha } = call.body
      if (call.account.app === undefined) throw new Refusal(403, 'You must authenticate via a GitHub App.')
      if ((await resolve(call.repository.bare, head_sha, 'commit')) === undefined)
        throw new Refusal(422, `No commit found for SHA: ${head_sha}`)
      const id = ++last
      const fixed = { id, repository: call.repository.name, name, sha: head_sha, app: call.account.app }
      const run = { ...fixed, status: 'queued', conclusion: null, output: undefined, annotations: [] }
      change(run, call)
      runs.set(id, run)
      return { status: 201, body: shown(call, run) }
    },
    'checks/get': (call) => ({ status: 200, body: shown(call, runOf(call)) }),
    'checks/update': (call) => {
      const run = runOf(call)
      if (call.account.app?.id !== run.app.id) throw new Refusal(403, 'Invalid app_id')
      change(run, call)
      return { status: 200, body: shown(call, run) }
    },
    'checks/list-annotations': (call) => {
      const run = runOf(call)
      const rest = { start_column: null, end_column: null, title: null, raw_details: null, blob_href: '' }
      const path = `/repos/${run.repository}/check-runs/${run.id}/annotations`
      return page(
        call,
        path,
        run.annotations.map((annotation) => ({ ...rest, ...annotation })),
      )
    },
  }
}

function change(run: CheckRun, call: Call): void {
  const { status, conclusion, output } = call.body
  if (output?.summary?.length > longest)
    throw new Refusal(
      422,
      `Invalid request. Only ${longest} characters are allowed; ${output.summary.length} were supplied.`,
    )
  if (output !== undefined) run.output = output
  run.annotations.push(...(output?.annotations ?? []))
  if (conclusion !== undefined) run.conclusion = conclusion
  run.status = conclusion === undefined ? (status ?? run.status) : 'completed'
}

function shown(call: Call, run: CheckRun) {
  const html_url = `${call.base}/${run.repository}/runs/${run.id}`
  const { title = null, summary = null } = run.output ?? {}
  const annotations = { annotations_count: run.annotations.length, annotations_url: `${html_url}/annotations` }
  return {
    id: run.id,
    head_sha: run.sha,
    name: run.name,
    html_url,
    status: run.status,
    conclusion: run.conclusion,
    output: { title, summary, text: null, ...annotations },
    app: appBody(run.app),
    pull_requests: [],
  }
}

function appBody({ id, slug }: CheckRun['app']) {
  const dates = { created_at: '2018-07-30T09:30:17Z', updated_at: '2018-07-30T09:30:17Z' }
  const urls = { external_url: `https://github.invalid/apps/${slug}`, html_url: `https://github.invalid/apps/${slug}` }
  const owner = { login: 'github', id: 9919, node_id: '', avatar_url: '', gravatar_id: '', url: '', html_url: '' }
  const lists = ['followers', 'following', 'gists', 'starred', 'subscriptions', 'organizations', 'repos', 'events']
  const more = Object.fromEntries(lists.map((name) => [`${name}_url`, '']))
  const full = { ...owner, ...more, received_events_url: '', type: 'Organization', site_admin: false }
  return {
    id,
    slug,
    node_id: '',
    owner: full,
    name: slug,
    description: '',
    ...urls,
    ...dates,
    permissions: {},
    events: [],
  }
}
