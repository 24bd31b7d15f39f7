#!/usr/bin/env bash
# A text to the service, and its statements as lines: speaker, stance, target.
set -euo pipefail
url=${STATEMENT_STANCE_URL:-http://localhost:3000}
curl --fail-with-body --silent --show-error "$url/v1/classify" \
  --header 'content-type: text/plain' \
  --data-binary "@${1:-datasets/samples/bagheri-fidan.txt}" |
  node -e '
    const { statements } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    for (const { speaker, targets } of statements)
      for (const { name, stance } of targets) console.log([speaker?.name ?? "-", stance, name].join("\t"));
  '
