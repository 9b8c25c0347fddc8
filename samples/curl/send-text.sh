#!/usr/bin/env bash
# A customer writes, which opens the 24-hour window; then the shop's program answers. The request is Meta's own.
. "$(dirname "$0")/credentials.sh"
customer=${1:-+6281111112222}

curl -sS -H 'Content-Type: application/json' "$SIMULATOR/phones/$customer/messages" \
  -d "{\"text\":\"Is the blue one in stock?\",\"to\":\"$NUMBER\"}" | jq .
sleep 1

graph "$GRAPH/v23.0/$NUMBER/messages" -H 'Content-Type: application/json' -d @- <<JSON
{
  "messaging_product": "whatsapp",
  "to": "$customer",
  "type": "text",
  "text": { "body": "It is! Shall we put one aside?" }
}
JSON
