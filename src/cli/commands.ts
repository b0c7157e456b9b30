import type { Command, Option, Options } from './command.ts'
import { CLUSTER_OPTIONS, LOCAL_OPTIONS } from './run-options.ts'

const json: Option = { kind: 'flag', help: 'one JSON document instead of text' }
const config: Option = {
  kind: 'text',
  value: 'FILE',
  default: 'perf.yaml',
  help: 'the tests; plans are sought from its folder',
}

const RENDER: Options = {
  config,
  test: { kind: 'text', value: 'NAME', help: 'the test of the file to render' },
  out: { kind: 'text', value: 'DIR', help: 'a folder that is empty or not there yet' },
  namespace: { kind: 'text', value: 'NAME', default: 'perf', help: 'the namespace of the Job' },
  bucket: { kind: 'text', value: 'NAME[/PREFIX]', default: 'BUCKET', help: 'where the pods put their results' },
  region: { kind: 'text', value: 'REGION', help: "the bucket's (default: AWS_REGION, else us-east-1)" },
}

const SUMMARIZE: Options = {
  json,
  transactions: { kind: 'flag', help: 'show transactions too; they are never counted among the samples' },
}

const JUDGE: Options = {
  head: { kind: 'words', value: 'FILE', help: 'the results to judge; several are the parts of one run' },
  base: { kind: 'words', value: 'FILE', help: 'results of earlier runs, each file a run: their history' },
  pairs: { kind: 'flag', help: 'the i-th base was measured beside the i-th head: compare them in pairs' },
  limit: { kind: 'list', value: 'TEXT', help: "an absolute criterion, like 'p95 < 400 ms'; may be given again" },
  config: {
    kind: 'text',
    value: 'FILE',
    help: 'take the limits of a test of this file (default: perf.yaml, with --test)',
  },
  test: { kind: 'text', value: 'NAME', help: 'the test of the file' },
  margin: {
    kind: 'text',
    value: 'SHARE',
    help: "the change that matters (default: the test's, else 5 %, of a capacity 3 %)",
  },
  strict: { kind: 'flag', help: 'a change that history alone shows is a regression, not a warning' },
  json,
}

const REPORT: Options = {
  markdown: { kind: 'flag', help: "the comment's Markdown instead of the HTML page" },
  out: {
    kind: 'text',
    value: 'FILE',
    help: 'default: report/index.html in the folder; Markdown to the standard output, -',
  },
}

/** All that the command line can do; help and parsing are made from it. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'run',
    summary: 'run tests, from here or in a cluster, and judge them',
    usage: [
      'perf-action run --local [--config perf.yaml] [--test NAME…] [--target URL]',
      'perf-action run --config perf.yaml --bucket NAME --flux-repository REPO --aws-region REGION',
    ],
    about: [
      'With --local the load is made by processes of this machine: no cluster, no AWS, no account. The results are in a',
      'folder, where the earlier runs of the git branch are the baseline. Without perf.yaml, --target alone will do.',
      'Without --local the run goes the way that the action goes, with KUBECONFIG and the AWS credentials of the terminal.',
      'ctrl-C stops the load and cleans up.',
    ],
    operands: false,
    options: { ...LOCAL_OPTIONS, ...CLUSTER_OPTIONS },
    examples: [
      [
        'a first try, with nothing but a URL',
        'perf-action run --local --target http://localhost:8080 --duration 30s --rate 50/s',
      ],
      [
        'the tests of perf.yaml against another address',
        'perf-action run --local --test checkout --target http://localhost:8080',
      ],
    ],
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'summarize',
    summary: 'counts, errors and percentiles of JTL files',
    usage: ['perf-action summarize FILE… [--json] [--transactions]'],
    about: [
      "Reads JMeter's CSV and XML of any size in little memory, also gzipped, and results of Fortio; a summary.json or a",
      "run's folder is read too. Percentiles are the nearest rank of all samples.",
      'Several files are summarized together, as parts of one run; percentiles are merged from histograms, never averaged.',
      'What is odd is said on stderr; what is damaged is skipped, counted, and said; over 1 % of the rows, the exit is 2.',
    ],
    operands: true,
    options: SUMMARIZE,
    examples: [
      ['a file', 'perf-action summarize results.jtl'],
      ['the chunks of a run', 'perf-action summarize chunk-*.jtl.gz'],
      ['from a pipe', 'kubectl logs job/load | perf-action summarize -'],
      ['the p95 of all labels, for a script', 'perf-action summarize results.jtl --json | jq .total.p95'],
    ],
    load: async () => (await import('./summarize.ts')).summarize,
  },
  {
    name: 'judge',
    summary: 'judge results by limits, and against earlier runs',
    usage: ["perf-action judge --head FILE… [--base FILE…] [--limit 'p95 < 400 ms']… [--margin 5%]"],
    about: [
      "FILE is a JTL, a summary.json, or the folder of a run, which has its test's limits with it; in a bucket it is",
      's3://BUCKET/PREFIX/TEST/RUN, read with the AWS credentials that are there (AWS_REGION says where). A run in pairs,',
      'or its summary.json, has its base with it: it is judged by its own pairs.',
      'With --base the head is compared with the history of those runs, with --pairs each head with its own base, which',
      'tells far smaller changes where the two were measured in turn. The exit says what came of it:',
      '0 pass or warn, 1 regression, 3 inconclusive, 4 invalid.',
    ],
    operands: true,
    options: JUDGE,
    examples: [
      ['by limits', "perf-action judge --head results.jtl --limit 'p95 < 400 ms' --limit 'error-rate < 0.5 %'"],
      ['by the limits of perf.yaml', 'perf-action judge --head results.jtl --test checkout'],
      ['against earlier runs', 'perf-action judge --head new.jtl --base old-1.jtl old-2.jtl old-3.jtl'],
      ['runs that were made in turn', 'perf-action judge --pairs --head head-*.jtl --base base-*.jtl'],
      ['a run in the bucket', 'perf-action judge s3://my-bucket/perf/checkout/r20261121093000-abcdef'],
    ],
    load: async () => (await import('./judge.ts')).judge,
  },
  {
    name: 'report',
    summary: "make a run's HTML report, or its comment, anew",
    usage: ['perf-action report FOLDER [--out FILE] [--markdown]'],
    about: [
      'FOLDER is one that `run --local` made, a copy of a run from the bucket (`aws s3 sync`), or s3://BUCKET/PREFIX/TEST/RUN.',
    ],
    operands: true,
    options: REPORT,
    examples: [
      ['the page', 'perf-action report perf-results/checkout/r20261121093000-abcdef'],
      ['the comment', 'perf-action report perf-results/checkout/r20261121093000-abcdef --markdown'],
    ],
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'render',
    summary: 'write the folder that a run commits, without a cluster',
    usage: ['perf-action render --config FILE --test NAME --out DIR [options]'],
    about: [
      'Writes the folder that a run would commit to the Flux repository: look at it, or build it with',
      '`kubectl kustomize DIR`.',
    ],
    operands: false,
    options: RENDER,
    examples: [['to look at', 'perf-action render --test checkout --out rendered && kubectl kustomize rendered']],
    load: async () => (await import('./render.ts')).render,
  },
]
