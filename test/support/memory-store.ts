import type { Body, Store } from '../../src/ports.ts'

/** A bucket in memory; `objects` has the bodies as text, by key, and `wrote` is told each key before it is written. */
export function memoryStore(
  wrote: (key: string) => void = () => {},
): Store & { readonly objects: Map<string, string> } {
  const objects = new Map<string, string>()
  const put = async (key: string, body: Body) => {
    wrote(key)
    objects.set(key, typeof body === 'string' ? body : new TextDecoder().decode(body))
  }
  return {
    objects,
    put,
    upload: async (key, body) => {
      const parts: Uint8Array[] = []
      for await (const part of body) parts.push(part)
      await put(key, Buffer.concat(parts))
    },
    create: async (key, body) => {
      if (objects.has(key)) return false
      await put(key, body)
      return true
    },
    get: async (key) => {
      const text = objects.get(key)
      return text === undefined ? undefined : new TextEncoder().encode(text)
    },
    list: async (prefix, most) =>
      [...objects.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .slice(0, most),
    url: (key) => `https://bucket.example/${key}`,
  }
}
