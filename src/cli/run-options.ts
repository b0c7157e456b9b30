import type { Options } from './command.ts'

/** What `run` takes in every way. */
export const LOCAL_OPTIONS: Options = {
  local: { kind: 'flag', help: 'make the load from here: no cluster, results in a folder' },
  config: { kind: 'text', value: 'FILE', help: 'the tests (default: perf.yaml)' },
  test: { kind: 'words', value: 'NAME', help: 'the tests to run (default: all of the file)' },
  target: { kind: 'text', value: 'URL', help: 'in the place of what perf.yaml names' },
  duration: { kind: 'text', value: 'TIME', help: 'likewise, as 30s or 5m' },
  ramp: { kind: 'text', value: 'TIME', help: 'likewise: from nothing to the full rate' },
  rate: { kind: 'text', value: 'RATE', help: 'likewise, as 50/s' },
  limit: { kind: 'list', value: 'TEXT', help: "likewise, as 'p95 < 400 ms'; may be given again" },
  out: { kind: 'text', value: 'DIR', help: 'with --local: the folder of the results (default: perf-results)' },
  json: { kind: 'flag', help: 'the verdicts as JSON, one a line, instead of text' },
}

/** Of a run in a cluster: the names are those of the action's inputs. */
export const CLUSTER_OPTIONS: Options = {
  timeout: { kind: 'text', value: 'TIME', help: 'the most time for one run' },
  prometheus: { kind: 'list', value: 'NAME=URL', help: 'where the metrics come from; a lone URL is `default`' },
  'prometheus-token': {
    kind: 'list',
    value: 'TOKEN',
    help: 'its bearer token, or NAME=TOKEN (default: PROMETHEUS_TOKEN)',
  },
  bucket: { kind: 'text', value: 'NAME[/PREFIX]', help: 'the S3 bucket of the results' },
  'aws-region': { kind: 'text', value: 'REGION', help: 'its region (default: AWS_REGION)' },
  'kms-key-id': { kind: 'text', value: 'KEY', help: 'encrypts the results' },
  namespace: { kind: 'text', value: 'NAME', help: 'of the Jobs (default: perf)' },
  'flux-repository': { kind: 'text', value: 'REPO', help: 'owner/name on GitHub, or a URL, that Flux reads' },
  'flux-branch': { kind: 'text', value: 'BRANCH', help: 'of it (default: main)' },
  'flux-path': { kind: 'text', value: 'PATH', help: 'in it, that Flux reconciles (default: perf/runs)' },
  'flux-source': { kind: 'text', value: 'NS/NAME', help: 'the GitRepository (default: flux-system/perf)' },
  'flux-kustomization': { kind: 'text', value: 'NS/NAME', help: 'the Kustomization (default: flux-system/perf)' },
  'flux-token': {
    kind: 'text',
    value: 'TOKEN',
    help: 'may write the repository (default: FLUX_TOKEN, else as git does)',
  },
  'commit-via': { kind: 'text', value: 'HOW', help: 'git or api (default: git)' },
}
