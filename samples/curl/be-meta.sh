#!/usr/bin/env bash
# Posts a webhook as Meta does: signed over the raw bytes with the app's secret. With a wrong signature the answer is 401.
. "$(dirname "$0")/credentials.sh"
customer=${1:-6281111115555}
now=$(date +%s)
body=$(jq -cn --arg waba "$WABA" --arg number "$NUMBER" --arg from "$customer" --arg now "$now" '{
  object: "whatsapp_business_account",
  entry: [{ id: $waba, changes: [{ field: "messages", value: {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550100199", phone_number_id: $number },
    contacts: [{ profile: { name: "Dewi" }, wa_id: $from }],
    messages: [{ from: $from, id: ("wamid.sample" + $now), timestamp: $now, type: "text", text: { body: "Written by be-meta.sh" } }]
  } }] }]
}')
signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$SECRET" | sed 's/^.* //')
curl -sS -o /dev/null -w 'signed: %{http_code}\n' "$WEBHOOK" -H 'Content-Type: application/json' -H "X-Hub-Signature-256: sha256=$signature" -d "$body"
curl -sS -o /dev/null -w 'forged: %{http_code}\n' "$WEBHOOK" -H 'Content-Type: application/json' -H "X-Hub-Signature-256: sha256=${signature//[0-9]/0}" -d "$body"
