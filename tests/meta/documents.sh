#!/usr/bin/env bash
# Links inside the documents lead somewhere, and what a newcomer looks for first is where it should be.
. "$(dirname "$0")/report.sh"

# The anchors of a page as GitHub makes them: heading in lower case, punctuation left out, spaces as dashes.
anchors() {
  awk '/^```/ { code = !code } !code && /^#+ / { sub(/^#+ +/, ""); print }' "$1" | tr '[:upper:]' '[:lower:]' |
    sed -E 's/[^a-z0-9 _-]//g; s/ /-/g'
}

while read -r page; do
  while read -r link; do
    case $link in http://* | https://* | mailto:* | '') continue ;; esac
    target=${link%%#*}
    file=$page
    [ -z "$target" ] || file=${page%/*}/$target
    [[ $page == */* ]] || [ -z "$target" ] || file=$target
    if [ ! -e "$file" ]; then
      wrong "$page: link to $link, which does not exist"
    elif [[ $link == *'#'* && $file == *.md ]]; then
      anchors "$file" | grep -qxF -- "${link#*#}" || wrong "$page: link to $link, but there is no such heading"
    fi
  done < <(awk '/^```/ { code = !code; next } !code' "$page" | grep -oE '\]\([^) ]+\)' | sed -E 's/^\]\((.*)\)$/\1/')
done < <(git ls-files '*.md' 2>/dev/null || find . -name '*.md' -not -path './build/*' | sed 's#^\./##')

grep -q '^## \[Unreleased\]' CHANGELOG.md || wrong "CHANGELOG.md has no section [Unreleased]"
[ -s LICENSE ] || wrong "LICENSE is missing"
sed -n 1,30p README.md | grep -q '^scripts/demo' || wrong "README.md does not begin with scripts/demo"
sed -n 1,30p README.md | grep -q '^scripts/test' || wrong "README.md does not begin with scripts/test"

finish
