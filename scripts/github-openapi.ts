// Writes test/world/github/openapi.json: of GitHub's own OpenAPI description, the operations that we call. The package is
// 400 MB, so it is no dependency of ours; to renew the file:
//
//   npm install --prefix "$(mktemp -d)" @octokit/openapi@23     (says where nothing; note the folder)
//   node scripts/github-openapi.ts <folder>/node_modules/@octokit/openapi
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
type Dictionary = { readonly [key: string]: Json }

const operations = [
  'users/get-authenticated',
  'repos/get',
  'repos/compare-commits',
  'repos/list-pull-requests-associated-with-commit',
  'git/get-ref',
  'git/update-ref',
  'git/get-commit',
  'git/create-commit',
  'git/get-tree',
  'git/create-tree',
  'git/get-blob',
  'git/create-blob',
  'pulls/get',
  'pulls/list',
  'issues/list-labels-on-issue',
  'issues/list-comments',
  'issues/create-comment',
  'issues/get-comment',
  'issues/update-comment',
  'issues/delete-comment',
  'checks/create',
  'checks/get',
  'checks/update',
  'checks/list-annotations',
]
const prose = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'tags',
  'x-github',
  'x-octokit',
])

function dictionary(value: Json | undefined): Dictionary {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object')
  return value as Dictionary
}

/** Without what only people read; below `properties` every key is a name, whatever it looks like. */
function bare(value: Json, names: boolean): Json {
  if (Array.isArray(value)) return value.map((item) => bare(item, false))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(dictionary(value)).filter(([key]) => names || !prose.has(key))
  return Object.fromEntries(kept.map(([key, item]) => [key, bare(item, !names && key === 'properties')]))
}

function wanted(paths: Dictionary): Record<string, Dictionary> {
  const found: Record<string, Dictionary> = {}
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(dictionary(methods)))
      if (operations.includes(String(dictionary(operation)['operationId'])))
        found[path] = { ...found[path], [method]: bare(operation, false) }
  return found
}

/** The components that `root` refers to, and those that they refer to. */
function components(root: Json, all: Dictionary): Record<string, Record<string, Json>> {
  const found: Record<string, Record<string, Json>> = {}
  const walk = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, item] of Object.entries(value)) {
      if (key !== '$ref' || typeof item !== 'string') {
        walk(item)
        continue
      }
      const [, , kind = '', name = ''] = item.split('/')
      if (found[kind]?.[name] !== undefined) continue
      const component = bare(dictionary(all[kind])[name] ?? null, false)
      found[kind] = { ...found[kind], [name]: component }
      walk(component)
    }
  }
  walk(root)
  return found
}

const [source] = process.argv.slice(2)
if (source === undefined)
  throw new Error('usage: node scripts/github-openapi.ts <folder of the package @octokit/openapi>')
const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string }
const api = dictionary(JSON.parse(readFileSync(join(source, 'generated', 'api.github.com.json'), 'utf8')) as Json)
const paths = wanted(dictionary(api['paths']))
const trimmed = {
  openapi: api['openapi'],
  info: {
    title: 'GitHub REST API: the operations that perf-action calls, without prose',
    version,
    license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT' },
    'x-source': `npm package @octokit/openapi ${version} (from github/rest-api-description), generated/api.github.com.json`,
    'x-generated-by': 'scripts/github-openapi.ts',
  },
  servers: [{ url: '/' }],
  paths,
  components: components(paths, dictionary(api['components'])),
}
writeFileSync(join('test', 'world', 'github', 'openapi.json'), `${JSON.stringify(trimmed, null, 1)}\n`)
const count = Object.values(paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0)
if (count !== operations.length) throw new Error(`found ${count} of ${operations.length} operations`)
