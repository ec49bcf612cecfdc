#!/bin/sh
# Jibri's finalize script for Tenure. Jibri calls it with one argument, the session's directory, when a recording is whole, and waits for it; so it
# leaves a marker, lets a call run by itself, and returns. Called again it changes nothing. Without it Tenure takes the session too, but later.
#
# jibri.conf:   jibri.recording.finalize-script = "/usr/local/bin/tenure-finalize.sh"
#
# The call is optional. Its address and token are in a file that only Jibri's user may read, never on a command line, where every user of the machine
# sees them. /etc/jitsi/jibri/tenure.curl:
#
#   url = "https://tenure.example.org/api/v1/hand-overs/<the source's id>"
#   header = "Authorization: Bearer <the source's token>"

set -u
umask 022

call=${TENURE_CURL_CONFIG:-/etc/jitsi/jibri/tenure.curl}

if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    echo "tenure-finalize: the one argument is the session's directory" >&2
    exit 2
fi
directory=$1
marker=$directory/.tenure-finalized
status=0

# What a full disk left behind is no marker.
[ -e "$marker" ] && [ ! -s "$marker" ] && rm -f "$marker"

if [ ! -e "$marker" ]; then
    # Only whoever creates it writes it (set -C), so the first call's time stays: that is when the recording ended.
    if ! (set -C; printf '{"finalized":"%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" > "$marker") 2>/dev/null; then
        [ -s "$marker" ] || rm -f "$marker"
        echo "tenure-finalize: no marker could be left; the session is taken once it is quiet" >&2
        status=1
    fi
fi

if [ -r "$call" ] && command -v curl >/dev/null 2>&1; then
    session=$(basename "$directory")
    case $session in
        *[!A-Za-z0-9_-]*) body='{}' ;;
        *) body="{\"session\":\"$session\"}" ;;
    esac
    # Not one of Jibri's pipes stays open, or it would wait for the call.
    curl --silent --config "$call" --max-time 20 --retry 3 --header 'Content-Type: application/json' --data "$body" \
        </dev/null >/dev/null 2>&1 &
fi
exit $status
