# Start Liferea, have it refresh its feeds (so many: $1), and end it when it has merged or left alone each of them.
liferea --debug-update >liferea.log 2>&1 &
liferea=$!
end() {  # it may wait for the pictures of sites that are not there: not longer than 5 seconds
  kill $liferea
  tries=0
  while kill -0 $liferea && [ $tries -lt 50 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  kill -9 $liferea
  wait $liferea
} 2>&-
trap end EXIT
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
