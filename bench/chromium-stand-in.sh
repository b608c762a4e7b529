#!/bin/sh
# Stands where the host would start Chromium: notes the page it was given, then stays until it is ended.
for argument in "$@"; do page=$argument; done
printf '%s\n' "$page" > "$RAHA_BENCH_PAGE.part" && mv "$RAHA_BENCH_PAGE.part" "$RAHA_BENCH_PAGE"
exec sleep 60
