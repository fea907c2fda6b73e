// Fetch feeds with a library of npm and print each entry as JSON: node node.mjs LIBRARY ADDRESS...
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(`${process.env.READERS}/package.json`)
const load = async (name) => import(pathToFileURL(require.resolve(name)))
const list = (value) => (value === undefined ? [] : [value].flat())
const seconds = (text) => (text ? Date.parse(text) / 1000 : undefined)

const libraries = {
  'rss-parser': async (url) => {
    const Parser = require('rss-parser')
    return (await new Parser().parseURL(url)).items.map((item) => ({
      id: item.guid ?? item.id, title: item.title, link: item.link, instant: seconds(item.isoDate),
      authors: list(item.creator ?? item.author),
    }))
  },
  feedsmith: async (url) => {
    const { parseFeed } = await load('feedsmith')
    const { format, feed } = parseFeed(await (await fetch(url)).text())
    const row = {
      rss: (item) => ({ id: item.guid.value, title: item.title, link: item.link, instant: seconds(item.pubDate),
        authors: list(item.dc?.creators) }),
      atom: (item) => ({ id: item.id, title: item.title.value,
        link: item.links.find((link) => link.rel === 'alternate')?.href, instant: seconds(item.published),
        authors: list(item.authors).map((author) => author.name) }),
      json: (item) => ({ id: item.id, title: item.title, link: item.url, instant: seconds(item.date_published),
        authors: list(item.authors).map((author) => author.name) }),
    }[format]
    return list(feed.items ?? feed.entries).map(row)
  },
  '@extractus/feed-extractor': async (url) => {
    const { extract } = await load('@extractus/feed-extractor')
    return (await extract(url)).entries.map((item) => ({
      id: item.id, title: item.title, link: item.link, instant: seconds(item.published),
    }))
  },
}

const [library, ...addresses] = process.argv.slice(2)
for (const url of addresses) {
  for (const row of await libraries[library](url)) console.log(JSON.stringify({ url, ...row }))
}
