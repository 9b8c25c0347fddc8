#!/usr/bin/env bash
# Imports three people, two of whom agreed to marketing, and broadcasts to them. The third is left out, with the reason.
. "$(dirname "$0")/credentials.sh"
api() { curl -sS -H "Authorization: Bearer $TOKEN" "$@"; }

api "$CONSOLE/api/v1/contacts/imports?name=sample" -H 'Content-Type: text/csv' --data-binary @- <<'CSV' | jq .
phone,name,language,opt_in,opt_in_source,tags,first_name
+6281111114441,Ana Putri,en,yes,newsletter form,sample,Ana
+6281111114442,Budi Santoso,en,yes,newsletter form,sample,Budi
+6281111114443,Citra Dewi,en,no,,sample,Citra
CSV

id=$(api "$CONSOLE/api/v1/broadcasts" -H 'Content-Type: application/json' -d @- <<'JSON' | jq -r .id
{
  "name": "Spring teas",
  "template": "spring_sale",
  "language": "en_US",
  "audience": { "tag": "sample" },
  "variables": { "first_name": "{{ contact.first_name | default: \"there\" }}", "discount": "20%" }
}
JSON
)
api -X POST "$CONSOLE/api/v1/broadcasts/$id/start"
sleep 3
api "$CONSOLE/api/v1/broadcasts/$id" | jq '{state, total, excluded, funnel}'
