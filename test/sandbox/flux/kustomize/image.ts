import type { Manifest } from '../../kubernetes/object.ts'

/** Of a kustomization: what an image is called instead. */
export interface Image {
  readonly name: string
  readonly newName?: string
  readonly newTag?: string
  readonly digest?: string
}

/** The objects with their containers' images renamed. */
export function withImages(objects: readonly Manifest[], images: readonly Image[]): readonly Manifest[] {
  return images.length === 0 ? objects : (objects.map((object) => renamed(object, images)) as readonly Manifest[])
}

function renamed(value: unknown, images: readonly Image[], field = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, images, field))
  if (typeof value !== 'object' || value === null) return value
  const container = field === 'containers' || field === 'initContainers'
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (container && key === 'image' && typeof inner === 'string') return [key, newImage(inner, images)]
      return [key, renamed(inner, images, key)]
    }),
  )
}

function newImage(image: string, images: readonly Image[]): string {
  const [, name = image, rest = ''] = /^(.*?)((?::[^:/@]+)?(?:@.+)?)$/.exec(image) ?? []
  const found = images.find((one) => one.name === name)
  if (found === undefined) return image
  const tag = found.digest ? `@${found.digest}` : found.newTag ? `:${found.newTag}` : rest
  return (found.newName ?? name) + tag
}
