# Runs a PostgreSQL server ("$@") that never outlives the process holding the other end of our standard input.
# At end of file the server gets SIGINT, its fast shutdown, and is waited for.
trap '' INT
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
# A background job's own standard input is /dev/null by the rules of POSIX, hence descriptor 3.
(
    while read -r _ <&3; do :; done
    # Again and again: a signal that meets the server before it has set its handlers is lost.
    while kill -INT "$server" 2>/dev/null; do sleep 1; done
) &
watch=$!
wait "$server"
ended=$?
kill "$watch" 2>/dev/null
exit "$ended"
