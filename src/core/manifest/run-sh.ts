/**
 * The generator container's program for JMeter, called as `sh run.sh BLOCK…`; POSIX sh, since the images have busybox.
 * In the shared directory the agent writes `<block>/args`, `<block>/go` and `end` (the code to exit with); the script
 * answers with `<block>/pid`, `stdout`, `gc.log`, `exit`, and with `term` when the pod is told to end.
 */
export const RUN_SH = `#!/bin/sh
work=\${PERF_WORK_DIR:-/work}
export HOME="\${PERF_TMP_DIR:-/tmp}"
given=$JVM_ARGS
# Fargate starts with 1024 open files: as many as the hard limit allows
ulimit -n "$(ulimit -Hn)" 2>/dev/null || ulimit -n 65535 2>/dev/null

java=java
[ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/java" ] && java=$JAVA_HOME/bin/java
version=$("$java" -version 2>&1)
gc_log() {
  case $version in
    *OpenJ9*) ;;
    *'version "1.'*) echo "-Xloggc:$1 -XX:+PrintGCDateStamps" ;;
    *'version "'*) echo "-Xlog:gc:file=$1:timemillis" ;;
  esac
}

# The JVM below the launcher $1, which waits for it: the first process named java, or else the end of the branch.
jvm() (
  read -r _ name _ < "/proc/$1/stat" || exit
  children=
  [ "$name" = "(java)" ] || for stat in /proc/[0-9]*/stat; do
    read -r child _ _ parent _ < "$stat" && [ "$parent" = "$1" ] && children="$children $child"
  done
  [ -n "$children" ] || echo "$1"
  for child in $children; do jvm "$child"; done
) 2>/dev/null

# TERM: the agent must know, and the JVM close its files. First the file: who starts JMeter at this moment looks for it.
pid=
told() {
  told=yes
  true > "$work/term"
  [ -z "$pid" ] || kill -TERM $(jvm "$pid") 2>/dev/null
}
trap told TERM INT

await() {
  until [ -e "$work/$1" ] || [ -e "$work/end" ]; do sleep 0.1 2>/dev/null || sleep 1; done
}

# Waits for the process $1, and returns its code. TERM ends wait, perhaps before the process; then waits on, and where
# that is of no process any more (127), the code before was its own.
outlast() {
  told=
  wait "$1"
  set -- "$1" "$?"
  while [ -n "$told" ]; do
    told=
    wait "$1"
    set -- "$1" "$2" "$?"
    [ "$3" = 127 ] || set -- "$1" "$3"
  done
  return "$2"
}

# Prints on what stdin, a file, holds, as it grows and to its last byte: the place in it outlives each cat.
follow() {
  until [ -e exit ] || [ -e "$work/end" ]; do cat; sleep 1; done
  cat
}

run() {
  cd "$work/$1" || return
  # HEAP goes into JVM_ARGS too: not every launcher reads it, and the last -Xmx wins
  export JVM_ARGS="$given $HEAP $(gc_log "$work/$1/gc.log") -Duser.home=$HOME"
  set --
  while IFS= read -r line || [ -n "$line" ]; do set -- "$@" "$line"; done < args
  : > stdout
  follow < stdout & echo=$!
  # a TERM until pid is known tells nobody: it is looked for on both sides of the start
  ([ ! -e "$work/term" ] || exit 143; exec jmeter "$@") >> stdout 2>&1 &
  pid=$!
  [ ! -e "$work/term" ] || told
  echo "$pid" > pid.part && mv pid.part pid
  outlast "$pid"
  code=$?
  pid=
  echo "$code" > exit.part && mv exit.part exit
  outlast "$echo"
}

echo "run.sh: waiting for the agent"
for block; do
  await "$block/go"
  [ ! -e "$work/end" ] && [ ! -e "$work/term" ] || break
  run "$block"
done
await end
read -r asked < "$work/end"
exit "\${asked:-70}"
`
