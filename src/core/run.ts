import type { Test } from './plan.ts'

/** One execution of a test. */
export interface Run {
  /** `r<UTC yyyymmddhhmmss>-<6 of base32>`; also the Job's name and the folder's name in the Flux path. */
  readonly id: string
  readonly test: Test
  /** The namespace of the Job. */
  readonly namespace: string
  /** The bucket without `s3://`, and the prefix without slashes at its ends (may be empty). */
  readonly bucket: string
  readonly prefix: string
  readonly region: string
  /** Encrypts what the pods write to the bucket. */
  readonly kmsKeyId?: string
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** A new run id: `at` in ms since 1970, `random` at least 6 bytes. */
export function runId(at: number, random: Uint8Array): string {
  const stamp = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)
  const tail = Array.from(random.subarray(0, 6), (byte) => BASE32[byte & 31]).join('')
  return `r${stamp}-${tail}`
}

/** Where the sections of a pull request's comment are: `<prefix>/comments/<owner>/<repo>/<pr>/<test>.json`. */
export function sectionKeys(prefix: string, { owner, repo, pull }: { owner: string; repo: string; pull: number }) {
  const root = `${[prefix, 'comments', owner, repo, String(pull)].filter((part) => part !== '').join('/')}/`
  return { root, section: (test: string) => `${root}${test}.json` }
}

/** The last moment that fits 13 digits: what is subtracted from it sorts the newest first. */
const END_OF_TIME = 9_999_999_999_999

/** Where a test's history on a branch is: `<prefix>/<test>/history/<branch>/<END_OF_TIME − ms>-<run>.json`. */
export function historyKeys(prefix: string, { test, branch }: { readonly test: string; readonly branch: string }) {
  const root = `${[prefix, test, 'history', encodeURIComponent(branch)].filter((part) => part !== '').join('/')}/`
  return {
    root,
    /** `at` in ms since 1970. */
    record: ({ at, run }: { readonly at: number; readonly run: string }) =>
      `${root}${String(END_OF_TIME - Math.round(at)).padStart(13, '0')}-${run}.json`,
  }
}

/** The keys of a run in the bucket (design: "In the bucket"). All begin with the prefix. */
export function keys(run: { prefix: string; id: string; test: { name: string } }) {
  const root = [run.prefix, run.test.name, run.id].filter((part) => part !== '').join('/')
  const pod = (index: number) => `${root}/pods/${index}`
  return {
    root,
    run: `${root}/run.json`,
    plan: (name: string) => `${root}/plan/${name}`,
    barrier: (block: string) => `${root}/barrier/${block}/`,
    ready: (block: string, index: number) => `${root}/barrier/${block}/${index}.json`,
    go: (block: string) => `${root}/barrier/${block}/go.json`,
    stop: `${root}/control/stop.json`,
    pods: `${root}/pods/`,
    claim: (index: number) => `${pod(index)}/claim.json`,
    progress: (index: number) => `${pod(index)}/progress.json`,
    chunk: (index: number, block: string, n: number) =>
      `${pod(index)}/${block}/chunk-${String(n).padStart(6, '0')}.jtl.gz`,
    /** Of a run of several blocks: what a block came to, as soon as it did. */
    block: (index: number, block: string) => `${pod(index)}/${block}/summary.json`,
    log: (index: number) => `${pod(index)}/log.gz`,
    manifest: (index: number) => `${pod(index)}/manifest.json`,
    metric: (id: string, type: 'json' | 'csv') => `${root}/metrics/${id}.${type}`,
    /** What was read of the targets' revisions beside the pods. */
    revisions: `${root}/revisions.json`,
    summary: `${root}/summary.json`,
    verdict: `${root}/verdict.json`,
    report: `${root}/report/index.html`,
  }
}
