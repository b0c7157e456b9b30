import { parse } from 'yaml'
import type { ManifestFile } from '../../core/manifest/folder.ts'

/** A container as our Job describes it. */
export interface JobContainer {
  readonly name: string
  readonly command: readonly string[]
  /** Those with a literal value. */
  readonly env: Readonly<Record<string, string>>
}

/** What a local run needs of a rendered folder's Job. */
export interface JobFile {
  readonly name: string
  readonly digest: string
  readonly pods: number
  readonly agent: JobContainer
  readonly generator: JobContainer
}

interface Written {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> }
  readonly spec: {
    readonly completions: number
    readonly template: {
      readonly spec: { readonly initContainers: [WrittenContainer]; containers: [WrittenContainer] }
    }
  }
}

interface WrittenContainer {
  readonly name: string
  readonly command: readonly string[]
  readonly env?: readonly { readonly name: string; readonly value?: string }[]
}

/** The Job of a folder that we rendered a moment ago. */
export function readJobFile(files: readonly ManifestFile[]): JobFile {
  const { metadata, spec } = parse(String(files.find(({ path }) => path === 'job.yaml')?.content)) as Written
  const { initContainers, containers } = spec.template.spec
  return {
    name: metadata.name,
    digest: metadata.annotations['perf-action/spec-digest'] ?? '',
    pods: spec.completions,
    agent: containerOf(initContainers[0]),
    generator: containerOf(containers[0]),
  }
}

function containerOf({ name, command, env = [] }: WrittenContainer): JobContainer {
  const literal = env.flatMap(({ name: key, value }) => (value === undefined ? [] : [[key, value] as const]))
  return { name, command, env: Object.fromEntries(literal) }
}
