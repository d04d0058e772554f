#!/usr/bin/env bash
# usage: lock.sh UV   writes the lock files anew: versions and hashes of all that is installed, for every Python
# from 3.11 on. What runs is a part of what tests, that a part of what develops: versions are the same in all.
set -euo pipefail
cd "$(dirname "$0")"
compile() { # part, extras…
  local part=$1; shift
  "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links "${constraint[@]}" "${@/#/--extra=}" ../setup.cfg -o "$part.txt"
}
UV=$1 constraint=()
compile dev pdf ocr opensearch test browser dev bench release build
constraint=(--constraint dev.txt)
compile test pdf ocr opensearch test browser build
compile run pdf build
printf 'setuptools>=77\n' | "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --constraint dev.txt - -o build.txt
