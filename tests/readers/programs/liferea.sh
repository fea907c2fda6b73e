# Start Liferea, have it refresh its feeds (so many: $1), and end it when it has merged or left alone each of them.
liferea --debug-update >liferea.log 2>&1 &
liferea=$!
trap 'kill $liferea 2>/dev/null; wait $liferea' EXIT
tell() {
  dbus-send --session --dest=org.gnome.feed.Reader --type=method_call --print-reply --reply-timeout=2000 \
    /org/gnome/feed/Reader "org.gnome.feed.Reader.$@" >/dev/null 2>&1
}
tries=0
until tell Ping; do
  tries=$((tries + 1))
  [ $tries -lt 200 ] || { cat liferea.log >&2; exit 1; }
  sleep 0.1
done
tell SetOnline boolean:true
tell Refresh
tries=0
until [ "$(grep -c 'new items, cache limit is\|has not changed since last update' liferea.log)" -ge "$1" ]; do
  tries=$((tries + 1))
  [ $tries -lt 300 ] || { cat liferea.log >&2; exit 1; }
  sleep 0.1
done
