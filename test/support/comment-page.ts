import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { marked } from 'marked'

export type Theme = 'light' | 'dark'

/** A comment as it stands in a pull request's conversation: an HTML page with GitHub's stylesheet in it. */
export async function commentPage(markdown: string, theme: Theme): Promise<string> {
  const sheet = createRequire(import.meta.url).resolve(`github-markdown-css/github-markdown-${theme}.css`)
  const body = await marked.parse(markdown, { gfm: true })
  return `<!doctype html><meta charset="utf-8"><style>${readFileSync(sheet, 'utf8')}
    body { margin: 0; padding: 16px; background: ${theme === 'dark' ? '#0d1117' : '#fff'} }
    .markdown-body { padding: 16px; border: 1px solid ${theme === 'dark' ? '#3d444d' : '#d1d9e0'}; border-radius: 6px; font-size: 14px }
    </style><article class="markdown-body">${body}</article>`
}
