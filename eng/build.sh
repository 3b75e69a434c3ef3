#!/bin/sh
# Publishes haggle, haggle-server and haggle-agent into a new folder below .build/ and points .build/current at it: a server that runs from
# the folder before keeps its files. Called by ./haggle when something is newer; builds once when two call at the same time.
set -u
cd "$(dirname "$0")/.." || exit 1

say() { echo "haggle: $*" >&2; }

newer() { # newer STAMP PATH...: whether something below the paths is newer than the stamp
  stamp=$1
  shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -print -quit)" ]
}

mkdir -p .build || exit 1
exec 9> .build/lock
if command -v flock > /dev/null; then
  flock 9 || exit 1
fi

sources="src Directory.Build.props Directory.Packages.props global.json"
[ ! -d data ] || sources="$sources data"
# shellcheck disable=SC2086 # the list is meant to be split
[ ! -x .build/current/haggle ] || newer .build/stamp $sources || exit 0

if ! command -v dotnet > /dev/null; then
  say "the .NET 10 SDK is needed and 'dotnet' is not on the PATH; install it (https://dot.net/download, or your distribution's dotnet-sdk-10.0) and start again"
  exit 1
fi
if ! found=$(dotnet --version 2>&1); then
  say "the .NET 10 SDK is needed; what 'dotnet --version' says here:"
  echo "$found" >&2
  exit 1
fi

if [ -e .build/stamp ]; then say "building Haggle (sources are newer) ..."; else say "building Haggle (first start, about a minute) ..."; fi

case $(uname -s)-$(uname -m) in
  Linux-x86_64) rid=linux-x64 ;;
  Linux-aarch64) rid=linux-arm64 ;;
  Darwin-arm64) rid=osx-arm64 ;;
  Darwin-x86_64) rid=osx-x64 ;;
  *) say "no build is known for $(uname -s) on $(uname -m)"; exit 1 ;;
esac

name=$(date +%Y%m%d-%H%M%S)-$$
next=.build/versions/$name
log=.build/build.log
mkdir -p "$next"
touch .build/stamp.next
: > "$log"

# Analyzers are the tests' business. Nobody else may hold the lock: the compiler's own process lives on for some minutes.
publish() { # publish PROJECT FOLDER OPTION...
  project=$1
  folder=$2
  shift 2
  dotnet publish "src/$project" -c Release -r "$rid" -o "$folder" -v quiet -nodeReuse:false \
    "-p:ArtifactsPath=$PWD/.build/artifacts" -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:GenerateDocumentationFile=false \
    "$@" >> "$log" 2>&1 9>&-
}

failed() {
  say "the build failed; the first errors (all of $PWD/$log):"
  grep -E '(: |^)error ' "$log" | sed 's/ \[[^]]*\]$//' | sort -u | head -n 5 >&2
  rm -rf "$next"
  exit 1
}

publish Haggle.Server "$next" --self-contained false -p:PublishReadyToRun=true || failed
publish Haggle.Cli "$next" --self-contained false -p:PublishReadyToRun=true || failed

# The offers that come with Haggle, as the catalogue file that questions are answered from: reading the text takes longer than any answer.
dotnet "$next/haggle.dll" catalog compile data/market.json "$next/market.catalogue" >> "$log" 2>&1 || failed

# The agent takes longest and changes least. It travels to machines without a runtime: one file that needs nothing.
if [ -x .build/agent/haggle-agent ] && ! newer .build/agent.stamp src/Haggle.Agent src/Haggle.Buckets src/Haggle.Wire Directory.Build.props Directory.Packages.props; then
  :
else
  touch .build/agent.stamp.next
  rm -rf .build/agent.next
  publish Haggle.Agent "$PWD/.build/agent.next" -p:HaggleSingleFile=true || failed
  rm -rf .build/agent
  mv .build/agent.next .build/agent
  mv .build/agent.stamp.next .build/agent.stamp
fi
cp -R .build/agent/. "$next/" || failed

root=$(dirname "$(readlink -f "$(command -v dotnet)")")
case $root in /usr/share/dotnet | /usr/lib/dotnet | /usr/local/share/dotnet) root= ;; esac
[ ! -e /etc/dotnet/install_location ] || root=
echo "$root" > .build/dotnet-root

ln -s "versions/$name" .build/current.next
mv -f -T .build/current.next .build/current 2> /dev/null || { rm -f .build/current; mv -f .build/current.next .build/current; }
mv .build/stamp.next .build/stamp

# Servers of earlier builds may still be running from their folders: the newest three stay.
ls -1d .build/versions/* | sort -r | tail -n +4 | while read -r old; do rm -rf "$old"; done
