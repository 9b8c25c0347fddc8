# Read by the other samples: what `--credentials FILE` wrote, as variables.
set -euo pipefail
file=${KAIWA_CREDENTIALS:-/tmp/kaiwa.json}
if [ ! -r "$file" ]; then
  echo "There is no $file. Start a shop with: ./do run --credentials $file" >&2
  exit 1
fi
say() { jq -r ".$1" "$file"; }
GRAPH=$(say graphBaseUrl) TOKEN=$(say accessToken) NUMBER=$(say phoneNumberId) WABA=$(say wabaId)
WEBHOOK=$(say webhookUrl) SECRET=$(say appSecret) SIMULATOR=$(say simulatorUrl) CONSOLE=$(say consoleUrl)
graph() { curl -sS -H "Authorization: Bearer $TOKEN" "$@" | jq .; }
