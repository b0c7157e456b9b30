import { parseAllDocuments } from 'yaml'
import type { Manifest } from '../../kubernetes/object.ts'
import { BuildFailure } from './folder.ts'

/** The objects of a YAML file; throws a BuildFailure, in `where`, for what is no YAML or no object. */
export function objectsOf(text: string, where: string): readonly Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [fault] = document.errors
    if (fault)
      throw new BuildFailure(
        `failed to decode Kubernetes YAML from ${where}: MalformedYAMLError: yaml: ${fault.message}`,
      )
    const value = document.toJS() as Manifest | null
    if (value === null) return []
    if (typeof value !== 'object' || !value.kind || !value.metadata?.name)
      throw new BuildFailure(`failed to decode Kubernetes YAML from ${where}: missing Resource metadata`)
    return [value]
  })
}
