#!/bin/sh
# What Maven calls: `maven.sh build` makes the page, `maven.sh test` tests it. Checks that there is a Node to do it with.
set -eu
here=$(dirname "$0")

mend='Install Node 20.19 or newer with npm (Debian: apt-get install nodejs npm; macOS: brew install node; or nodejs.org) and put it
first on the PATH, or build Rondo without its web page: add -Drondo.ui.skip to the command.'

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  printf 'The web page (webserver/ui) needs Node and npm to be built; at least one of them is not on the PATH.\n%s\n' "$mend" >&2
  exit 1
fi
if ! node -e 'var v = process.versions.node.split("."); process.exit(v[0] > 20 || (v[0] == 20 && v[1] >= 19) ? 0 : 1)'; then
  printf 'The web page (webserver/ui) needs Node 20.19 or newer; %s is %s.\n%s\n' "$(command -v node)" "$(node -v)" "$mend" >&2
  exit 1
fi
exec node "$here/maven.mjs" "$1"
