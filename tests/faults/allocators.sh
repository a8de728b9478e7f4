#!/bin/bash
# allocators.sh <archive>...: the library's objects allocate by operator new alone, which is what
# tests make fail. NM names nm.
set -u
symbols=$("$NM" --undefined-only --format=posix "$@" 2>/dev/null) || { echo "FAILED: nm $*"; exit 1; }
grep -q '^_Zn[aw]' <<<"$symbols" || { echo "FAILED: no operator new in $*"; exit 1; }
others='malloc|calloc|realloc|reallocarray|aligned_alloc|memalign|posix_memalign|valloc|pvalloc'
others+='|strdup|strndup|asprintf|vasprintf|getline|mmap|mmap64|sbrk|brk'
found=$(grep -E "^(__)?($others)(@[^ ]*)? " <<<"$symbols")
[ -z "$found" ] || { echo "FAILED: other allocators: $found"; exit 1; }
echo "all passed"
