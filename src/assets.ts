import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PerfError } from './core/error.ts'
import type { Assets } from './core/manifest/render.ts'

/** The programs for the pods: beside the running bundle, or in the folder that PERF_ACTION_ASSETS names. */
export async function readAssets(): Promise<Assets> {
  // import.meta.dirname and no URL: ncc takes `new URL(…, import.meta.url)` for a file to copy
  const folder = process.env['PERF_ACTION_ASSETS'] || import.meta.dirname
  const [agent, http] = await Promise.all([read(folder, 'agent.mjs'), read(folder, 'http.mjs')])
  return { agent, http }
}

/** The path of a program beside the running bundle; undefined where there is none, as among the sources. */
export function programBeside(name: string): string | undefined {
  const path = join(import.meta.dirname, name)
  return existsSync(path) ? path : undefined
}

async function read(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8').catch((cause: unknown) => {
    throw new PerfError('INTERNAL', `${name} is not in ${folder}`, {
      hint: 'run `npm run build`, and from source name the folder: PERF_ACTION_ASSETS=dist',
      cause,
    })
  })
}
