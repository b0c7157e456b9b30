export type Content = string | { readonly [name: string]: Content }

/** An XML element of text or of elements. */
export function element(name: string, content: Content): string {
  const inner =
    typeof content === 'string'
      ? escapeXml(content)
      : Object.entries(content)
          .map(([child, value]) => element(child, value))
          .join('')
  return `<${name}>${inner}</${name}>`
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`)
}
