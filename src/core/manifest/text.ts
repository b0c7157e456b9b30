// Kustomize puts a file's text through YAML on its way into a ConfigMap (kubectl 1.35, kustomize 5.7): a text that begins
// with a tab, or has DEL, C1 controls or non-characters, fails the build of every run in the Flux path, and NEL comes out
// as a space. Everything else was seen to come out as it went in.
import { isUtf8 } from 'node:buffer'

const DAMAGED = /^\t|[\u007f-\u009f\ufffe\uffff]/

/** The text that these bytes are, where kustomize carries it unchanged; else undefined: such bytes travel as binary. */
export function textOf(content: Uint8Array): string | undefined {
  if (!isUtf8(content)) return undefined
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
  return survives(text) ? text : undefined
}

/** Whether kustomize carries this text into a ConfigMap unchanged. */
export function survives(text: string): boolean {
  return !DAMAGED.test(text)
}

/** Indented JSON in ASCII alone: it survives everything. */
export function toJson(value: unknown): string {
  const ascii = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${JSON.stringify(value, null, 2).replace(/[\u007f-\uffff]/g, ascii)}\n`
}
