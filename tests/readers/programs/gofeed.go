// Fetch feeds with gofeed and print each entry as JSON.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/mmcdole/gofeed"
)

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, url := range os.Args[1:] {
		feed, err := gofeed.NewParser().ParseURL(url)
		if err != nil {
			log.Fatal(err)
		}
		for _, item := range feed.Items {
			row := map[string]any{"url": url, "id": item.GUID, "title": item.Title, "link": item.Link}
			if item.PublishedParsed != nil {
				row["instant"] = item.PublishedParsed.Unix()
			}
			authors := []string{}
			for _, author := range item.Authors {
				authors = append(authors, author.Name)
			}
			row["authors"] = authors
			out.Encode(row)
		}
	}
}
