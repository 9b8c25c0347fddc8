#!/usr/bin/env bash
# Uploads a picture and sends it by its id. The customer must have written within 24 hours: run send-text.sh with the same number first.
. "$(dirname "$0")/credentials.sh"
customer=${1:-+6281111112222}
picture=${2:-$(dirname "$0")/../../docs/images/inbox.png}

id=$(curl -sS -H "Authorization: Bearer $TOKEN" "$GRAPH/v23.0/$NUMBER/media" -F messaging_product=whatsapp -F type=image/png -F "file=@$picture;type=image/png" | jq -r .id)
echo "Media $id"
graph "$GRAPH/v23.0/$id"
graph "$GRAPH/v23.0/$NUMBER/messages" -H 'Content-Type: application/json' \
  -d "{\"messaging_product\":\"whatsapp\",\"to\":\"$customer\",\"type\":\"image\",\"image\":{\"id\":\"$id\",\"caption\":\"Like this one\"}}"
