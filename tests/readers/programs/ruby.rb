# Read feeds with Ruby's validating parser and print each entry as JSON.
require "json"
require "net/http"
require "rss"

def row(item)
  if item.is_a?(RSS::Rss::Channel::Item)
    { id: item.guid.content, title: item.title, instant: item.pubDate.to_i, link: item.link,
      authors: item.dc_creators.map(&:content) }
  else
    { id: item.id.content, title: item.title.content, instant: item.published.content.to_i, link: item.link.href,
      authors: item.authors.map { |author| author.name.content } }
  end
end

ARGV.each do |url|
  feed = RSS::Parser.parse(Net::HTTP.get(URI(url)), true)
  feed.items.each { |item| puts JSON.generate({ url: url }.merge(row(item))) }
end
