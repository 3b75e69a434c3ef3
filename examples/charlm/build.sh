#!/bin/sh
# Compiles the program once per version of its sources and links it as ./built. What was compiled is kept in a cache beside other caches of
# this user, so that the next machine on the same host, or the next attempt on this one, starts at once.
set -eu
cd "$(dirname "$0")"

cache=${HAGGLE_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/haggle}
version=$(cat ./*.cs charlm.csproj Directory.Build.props | sha256sum | cut -c1-16)
target=$cache/charlm-$version

if [ ! -f "$target/charlm.dll" ]; then
  if ! command -v dotnet >/dev/null; then
    echo "charlm: the .NET 10 SDK is needed to build (https://dotnet.microsoft.com/download)" >&2
    exit 1
  fi
  mkdir -p "$cache"
  # Two machines may build at the same time: each in a folder of its own, and the rename is all or nothing.
  work=$(mktemp -d "$cache/.charlm-build.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/source"
  cp ./*.cs charlm.csproj Directory.Build.props "$work/source/"
  # No build servers: a process that outlives setup would hold the machine's process group.
  DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_HOME=${HOME:-$work} \
    dotnet build "$work/source/charlm.csproj" -c Release -o "$work/out" --nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false >&2
  mv -T "$work/out" "$target" 2>/dev/null || [ -f "$target/charlm.dll" ]
fi
ln -sfn "$target" built
