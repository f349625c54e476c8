# Sourced by the launcher and by mvnw. find_jdk MINIMUM prints the home of a JDK of that feature version or newer.
# find_jdk MINIMUM ROOT looks below that folder for what is usually below /.

# Feature version of the JDK at $1, from its release file: no process is started.
jdk_feature_version() {
  [ -r "$1/release" ] || return 0
  while IFS= read -r told || [ -n "$told" ]; do
    case $told in
      JAVA_VERSION=\"*)
        told=${told#*\"}
        echo "${told%%[!0-9]*}"
        return 0
        ;;
    esac
  done <"$1/release"
}

is_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  found=$(jdk_feature_version "$1")
  [ -n "$found" ] && [ "$found" -ge "$2" ]
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk "$JAVA_HOME" "$1"; then
    echo "$JAVA_HOME"
    return 0
  fi
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    on_path=${on_path%/bin/java}
    if is_jdk "$on_path" "$1"; then
      echo "$on_path"
      return 0
    fi
  fi
  root=${2:-}
  for folder in "$root"/usr/lib/jvm/* "$root"/usr/java/* "$root"/opt/java/* "$root"/opt/jdk* \
    "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${SDKMAN_DIR:-/nonexistent}"/candidates/java/* \
    "$root"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$root"/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$root"/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk "$folder" "$1"; then
      echo "$folder"
      return 0
    fi
  done
  return 1
}
