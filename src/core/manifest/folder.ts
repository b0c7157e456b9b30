/** One file of a run's folder in the Flux path; `path` is relative to the folder. Text where it can be. */
export interface ManifestFile {
  readonly path: string
  readonly content: string | Uint8Array
}
