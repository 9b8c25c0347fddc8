#!/usr/bin/env bash
# A template needs no open window. The Idempotency-Key makes a repeated request return the first result instead of a second message.
. "$(dirname "$0")/credentials.sh"
customer=${1:-+6281111113333}
order=${2:-1042}

for attempt in 1 2; do
  echo "Attempt $attempt"
  graph "$GRAPH/v23.0/$NUMBER/messages" -H 'Content-Type: application/json' -H "Idempotency-Key: shipped-$order-$customer" -d @- <<JSON
{
  "messaging_product": "whatsapp",
  "to": "$customer",
  "type": "template",
  "template": {
    "name": "order_update",
    "language": { "code": "en_US" },
    "components": [
      { "type": "body", "parameters": [{ "type": "text", "text": "Ana" }, { "type": "text", "text": "#$order" }, { "type": "text", "text": "Friday" }] },
      { "type": "button", "sub_type": "url", "index": "0", "parameters": [{ "type": "text", "text": "$order" }] }
    ]
  }
}
JSON
done
