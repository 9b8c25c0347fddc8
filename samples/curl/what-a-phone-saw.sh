#!/usr/bin/env bash
# One phone's thread, then what the ledger counted over all phones: the judge of "nobody is messaged twice".
. "$(dirname "$0")/credentials.sh"
customer=${1:-+6281111112222}
curl -sS "$SIMULATOR/phones/$customer" | jq '.messages[] | {fromPhone, kind, state, text}'
curl -sS "$SIMULATOR/ledger?detail=totals" | jq .
