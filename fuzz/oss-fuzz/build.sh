#!/bin/bash -eu
# Builds every fuzz target for OSS-Fuzz, with its seeds, dictionary and options. In: CC, CFLAGS, LIB_FUZZING_ENGINE and
# OUT, as OSS-Fuzz sets them; the folder is that of the repository. zlib is left out: MemorySanitizer would want one of
# its own. ./dev ossfuzz tries it without OSS-Fuzz.
build=${WORK:-/tmp}/pneu-build
rm -rf "$build"
meson setup "$build" -Dtests=disabled -Dbench=disabled -Dzlib=disabled -Dfuzz=enabled -Dfuzz_engine=external \
    -Dfuzz_link="$LIB_FUZZING_ENGINE" -Db_lundef=false -Db_pie=false
targets=()
for source in fuzz/fz_*.c; do
    targets+=("fuzz/$(basename "$source" .c)")
done
ninja -C "$build" "${targets[@]}"

for target in "${targets[@]}"; do
    name=$(basename "$target")
    seeds=corpus/fuzz/$name
    [ -d "$seeds" ] || seeds=corpus/messages
    cp "$build/$target" "$OUT/"
    cp fuzz/mail.dict "$OUT/$name.dict"
    (cd "$seeds" && zip -q -r - .) >"$OUT/${name}_seed_corpus.zip"
    printf '[libfuzzer]\nmax_len = 65536\nclose_fd_mask = 0\n' >"$OUT/$name.options"
done
