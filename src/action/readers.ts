/** The inputs' own forms: what a text must look like, and what it becomes. */
import { nearest, quote } from '../core/fault.ts'
import { isWithin, LOAD_TIME, readDuration } from '../core/units.ts'
import type { Outcome } from '../core/verdict/outcome.ts'
import { type Field, matching, optional, refused, taken, words } from './field.ts'

const DNS = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'

/** A path within a repository, without `./` and slashes at its ends. */
export function readPath(text: string, right: string): Field<string> {
  const path = text.replace(/^(?:\.?\/)+|\/+$/g, '')
  const sound =
    /^[^\p{Cc}\\]+$/u.test(path) && !path.split('/').some((part) => part === '' || part === '.' || part === '..')
  if (path === '') return refused(text === '' ? 'is missing' : 'is the root of the repository, not a path in it', right)
  return sound ? taken(path) : refused(`is ${quote(text)}, not a path in the repository`, right)
}

export function readTests(text: string): Field<readonly string[] | 'all'> {
  const names = words(text)
  if (names.length === 0) return refused('is empty', 'all')
  return taken(names.includes('all') ? 'all' : names)
}

const LATER = ['start', 'collect', 'cancel']

export function readMode(text: string): Field<'run' | 'judge'> {
  if (text === 'run' || text === 'judge') return taken(text)
  if (LATER.includes(text))
    return { ok: false, code: 'NOT_BUILT', wrong: `is ${quote(text)}, which is not built yet`, right: 'run' }
  return refused(`is ${quote(text)}, not a mode`, 'run')
}

export function readRunId(text: string): Field<undefined> {
  if (text === '') return taken(undefined)
  return refused('is for the modes collect and cancel, which are not built yet', "''")
}

/** The folder that mode `judge` reads, on the runner. */
export function readFolder(text: string): Field<string> {
  const right = '${{ runner.temp }}/perf-results'
  if (text === '') return refused('is missing: mode `judge` reads it', right)
  return /\p{Cc}/u.test(text) ? refused(`is ${quote(text)}, not a folder`, right) : taken(text)
}

/** For mode `run`, which has results of its own. */
export function readNoFolder(text: string): Field<undefined> {
  return text === '' ? taken(undefined) : refused('is for mode `judge` alone', "''")
}

const MOST_PODS = 256

export function readPods(text: string): Field<number> {
  const pods = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return pods >= 1 && pods <= MOST_PODS ? taken(pods) : refused(`is ${quote(text)}, not 1 to ${MOST_PODS}`, '4')
}

export function readNamespace(text: string): Field<string> {
  return matching(text, new RegExp(`^${DNS}$`), { is: 'a name of a namespace', right: 'perf' })
}

/** `namespace/name` of a Flux object. */
export function readFluxName(text: string): Field<string> {
  return matching(text, new RegExp(`^${DNS}/[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$`), {
    is: 'namespace/name',
    right: 'flux-system/perf',
  })
}

/** By what git allows in a branch. */
export function readBranch(text: string): Field<string> {
  const form = /^(?!-)(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)|\/\.|\.$|\/$))[^\s\p{Cc}~^:?*[\\./][^\s\p{Cc}~^:?*[\\]*$/u
  return matching(text, form, { is: 'a name of a branch', right: 'main' })
}

/** The Flux repository: on GitHub by its name, or, for git alone, anywhere by its URL. */
export type FluxRepository =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'url'; readonly url: string }

export function readRepository(text: string, via: 'api' | 'git'): Field<FluxRepository> {
  const right = 'my-org/fleet'
  if (text === '') return refused('is missing', right)
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)[\w.-]{1,100}$/.test(text))
    return taken({ kind: 'name', name: text })
  const url = /^https?:\/\/\S+$/i.test(text) ? URL.parse(text) : null
  if (url === null) return refused(`is ${quote(text)}, neither owner/name nor an https URL`, right)
  if (url.username !== '' || url.password !== '')
    return refused('holds a user or a password: use the input flux-token', right)
  if (via === 'api') return refused(`is a URL, which needs commit-via git`, right)
  return taken({ kind: 'url', url: text })
}

/** `my-bucket/some/prefix` or `s3://my-bucket/some/prefix`. */
export function readBucket(text: string): Field<{ readonly bucket: string; readonly prefix: string }> {
  const right = 'my-bucket/perf'
  if (text === '') return refused('is missing', right)
  const [bucket = '', ...rest] = text
    .replace(/^s3:\/\//, '')
    .replace(/\/+$/, '')
    .split('/')
  const prefix = rest.join('/')
  if (!/^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    return refused(`is ${quote(text)}, which does not begin with a name of a bucket`, right)
  if (prefix !== '' && !/^[\w!.*'()-]+(?:\/[\w!.*'()-]+)*$/.test(prefix))
    return refused(
      `has the prefix ${quote(prefix)}: only letters, digits and _ ! . * ' ( ) - between single slashes`,
      right,
    )
  return taken({ bucket, prefix })
}

const OUTCOMES = ['warn', 'regression', 'inconclusive', 'invalid'] as const satisfies readonly Outcome[]

export function readFailOn(text: string): Field<readonly Outcome[]> {
  const asked = words(text)
  if (asked.length === 1 && asked[0] === 'none') return taken([])
  const strange = asked.find((word) => !OUTCOMES.some((outcome) => outcome === word))
  if (strange === undefined && asked.length > 0) return taken(OUTCOMES.filter((outcome) => asked.includes(outcome)))
  const right = nearest(strange ?? '', OUTCOMES) ?? 'regression,invalid'
  return refused(`has ${quote(strange ?? '')}, which is none of ${OUTCOMES.join(', ')} and none`, right)
}

/** Milliseconds, more than 0; `right` is an example. */
export function readTime(text: string, right: string): Field<number> {
  const reading = readDuration(text)
  if (!reading.ok) return refused(`is not understood: ${reading.wrong}`, right)
  return reading.value > 0 ? reading : refused('is no time at all', right)
}

/** As perf.yaml takes it. */
export function readLoadTime(text: string): Field<number> {
  const reading = readTime(text, '10m')
  return reading.ok && !isWithin(reading.value, LOAD_TIME) ? refused('is more than 7d', '10m') : reading
}

export function readSecret(text: string, right: string): Field<string> {
  if (text === '') return refused('is missing', right)
  return /[\s\p{Cc}]/u.test(text) ? refused('has a space or a line break in it', right) : taken(text)
}

export function readGithubToken(text: string): Field<string | undefined> {
  return optional(text, (token) => readSecret(token, '${{ github.token }}'))
}

export function readVia(text: string): Field<'api' | 'git'> {
  return text === 'api' || text === 'git' ? taken(text) : refused(`is ${quote(text)}, neither api nor git`, 'api')
}
