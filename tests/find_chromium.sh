#!/bin/sh
# Prints the path of a Chromium that starts, or nothing; all else goes to the error output.
#   look   use what is there: $CHROMIUM, one on the PATH, Playwright's own
#   get    else install it: Debian's package as root, Playwright's own download otherwise
# Playwright is asked of the `python` that comes first on the PATH.
set -u

starts() {
    [ -n "$1" ] && [ -x "$1" ] && "$1" --version >/dev/null 2>&1
}

look() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$name" ] || continue
        found=$(command -v "$name") || continue
        starts "$found" && { echo "$found"; return 0; }
    done
    found=$(python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as driver:
    print(driver.chromium.executable_path)
' 2>/dev/null) || return 1
    starts "$found" && { echo "$found"; return 0; }
    return 1
}

get() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "No Chromium here: installing Debian's package" >&2
        # The second try is for a machine whose package lists are missing or old.
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >&2 ||
            { apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >&2; }
    else
        echo "No Chromium here: asking Playwright to download its own" >&2
        python -m playwright install chromium >&2
    fi
}

look && exit 0
if [ "${1:-look}" = get ]; then
    get
    look && exit 0
    echo "##################################################################################" >&2
    echo "# THE BROWSER TESTS ARE LEFT OUT: there is no Chromium and none could be installed." >&2
    echo "# Install Chromium, or name one: make test CHROMIUM=/path/to/chromium" >&2
    echo "##################################################################################" >&2
fi
exit 0
