/**
 * Pictures of what people see: the golden comments with GitHub's stylesheet, and the golden HTML reports, light and
 * dark. `node scripts/picture.ts [name …]` writes PNGs to the folder PICTURES (default: a temporary one).
 * Needs a Chromium: CHROMIUM, default /usr/bin/chromium.
 */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { commentPage, type Theme } from '../test/support/comment-page.ts'

const out = process.env['PICTURES'] ?? mkdtempSync(join(tmpdir(), 'perf-action-'))
const golden = new URL('../test/golden/', import.meta.url).pathname
const wanted = process.argv.slice(2)

async function take(
  browser: Browser,
  options: { name: string; theme: Theme; width: number; open: boolean; url?: string; html?: string },
) {
  const { name, theme, width, open, url, html } = options
  const page = await browser.newPage({ viewport: { width, height: 400 }, colorScheme: theme, deviceScaleFactor: 1.5 })
  if (url !== undefined) await page.goto(url)
  else await page.setContent(html ?? '')
  if (open) await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
  const path = join(out, `${name}.png`)
  await page.screenshot({ path, fullPage: true })
  await page.close()
  console.log(path)
}

function files(folder: string): readonly string[] {
  return readdirSync(join(golden, folder))
    .filter((file) => wanted.length === 0 || wanted.includes(file.replace(/\.\w+$/, '')))
    .map((file) => join(golden, folder, file))
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
for (const file of files('comments')) {
  const markdown = readFileSync(file, 'utf8')
  const name = `comment-${basename(file, '.md')}`
  await take(browser, { name, theme: 'light', width: 860, open: false, html: await commentPage(markdown, 'light') })
  await take(browser, {
    name: `${name}-open`,
    theme: 'dark',
    width: 860,
    open: true,
    html: await commentPage(markdown, 'dark'),
  })
  await take(browser, {
    name: `${name}-phone`,
    theme: 'light',
    width: 400,
    open: false,
    html: await commentPage(markdown, 'light'),
  })
}
for (const file of files('reports')) {
  const url = pathToFileURL(file).href
  for (const theme of ['light', 'dark'] as const)
    await take(browser, { name: `report-${basename(file, '.html')}-${theme}`, theme, width: 1100, open: false, url })
}
await browser.close()
