#!/bin/sh
# The browser journeys need a Chromium. Install Debian's when we may; else stop at once and say how.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser journeys ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "The browser journeys need Chromium. Install it, then run make test again:" >&2
echo "    sudo apt-get install chromium" >&2
exit 1
