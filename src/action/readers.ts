/** The inputs' own forms: what a text must look like, and what it becomes. */
import { nearest, quote } from '../core/fault.ts'
import { readDuration } from '../core/units.ts'
import type { Outcome } from '../core/verdict/verdict.ts'
import { type Field, matching, refused, taken, words } from './field.ts'

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

const LATER = ['start', 'collect', 'cancel', 'judge']

export function readMode(text: string): Field<'run'> {
  if (text === 'run') return taken(text)
  if (LATER.includes(text))
    return { ok: false, code: 'NOT_BUILT', wrong: `is ${quote(text)}, which is not built yet`, right: 'run' }
  return refused(`is ${quote(text)}, not a mode`, 'run')
}

export function readRunId(text: string): Field<undefined> {
  if (text === '') return taken(undefined)
  return refused('is for the modes collect, cancel and judge, which are not built yet', "''")
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

export function readTimeout(text: string): Field<number> {
  const reading = readDuration(text)
  if (!reading.ok) return refused(`is not understood: ${reading.wrong}`, '2h')
  return reading.value > 0 ? reading : refused('is no time at all', '2h')
}

export function readSecret(text: string, right: string): Field<string> {
  if (text === '') return refused('is missing', right)
  return /[\s\p{Cc}]/u.test(text) ? refused('has a space or a line break in it', right) : taken(text)
}

export function readVia(text: string): Field<'api' | 'git'> {
  return text === 'api' || text === 'git' ? taken(text) : refused(`is ${quote(text)}, neither api nor git`, 'api')
}
