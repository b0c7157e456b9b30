/**
 * The pictures of the README: the comment of the demo's slower pull request with GitHub's stylesheet, light and dark.
 * Run `npm run demo` first. Needs a Chromium: CHROMIUM, default /usr/bin/chromium.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { commentPage } from '../test/support/comment-page.ts'

const WIDTH = 860
const markdown = readFileSync(new URL('../perf-demo/slower-comment.md', import.meta.url), 'utf8')
const out = new URL('../docs/', import.meta.url)
mkdirSync(out, { recursive: true })

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
for (const theme of ['light', 'dark'] as const) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 1200 }, colorScheme: theme })
  await page.setContent(await commentPage(markdown, theme))
  const { pathname: path } = new URL(`comment-${theme}.png`, out)
  // as far as what is folded: what is read in ten seconds
  const { y = 0, height = 0 } = (await page.locator('details').first().boundingBox()) ?? {}
  await page.screenshot({ path, clip: { x: 0, y: 0, width: WIDTH, height: Math.ceil(y + height) + 6 } })
  console.log(path)
}
await browser.close()
