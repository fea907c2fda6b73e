# Fetch feeds with XML::Feed and print each entry as JSON.
use strict;
use warnings;
use JSON::PP;
use URI;
use XML::Atom;
use XML::Feed;

$XML::Atom::ForceUnicode = 1;
my $json = JSON::PP->new->utf8;
for my $url (@ARGV) {
    my $feed = XML::Feed->parse(URI->new($url)) or die XML::Feed->errstr;
    for my $entry ($feed->entries) {
        my $authors = $entry->author;
        print $json->encode({
            url => $url, id => $entry->id, title => $entry->title, link => $entry->link,
            instant => $entry->issued && $entry->issued->epoch,
            authors => ref $authors ? $authors : [$authors // ()],
        }), "\n";
    }
}
