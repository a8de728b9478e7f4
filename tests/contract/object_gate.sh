#!/usr/bin/env bash
# object_gate.sh <isa> <object>...
#
# Fails if an object could bring an instruction to a CPU that lacks it. <isa> is
# the instruction set the objects are compiled for, or `baseline` for the rest of
# the library. Two ways lead there, and each has its check.
#
# 1. Symbols (not `baseline`). The linker keeps one of several weak definitions,
#    so an inline function compiled for AVX-512 may end up under baseline code.
#    Hence every symbol that an ISA object defines must be in the ISA's own
#    namespace (or in xsimd's, which the ISA sources rename to xsimd_<isa>).
#    Read off the mangled name: the demangled one begins with a return type or
#    not, and may name the namespace as a mere template argument. Nor may there
#    be static initialisers: they run before dispatch.
#
# 2. Encodings (x86-64). Every instruction of the AVX family is VEX-encoded, of
#    the AVX-512 family EVEX-encoded. In 64-bit mode the byte after the legacy
#    prefixes tells: C4 and C5 are VEX and 62 is EVEX, and nothing else (LES, LDS
#    and BOUND, which they are in 32-bit mode, do not exist). So the bytes are
#    looked at rather than the mnemonics and registers: an EVEX instruction may
#    name nothing but xmm0. Mask registers alone are told by name, since what
#    only moves or combines them is VEX-encoded although it is AVX-512. Below
#    AVX, opcode maps 0F38 and 0F3A are SSSE3 and later.
#    An object that shows none of the encoding it is compiled for fails as well:
#    then the flags, or this script, did not do what they should.
#
# Exit code: 0 clean, 1 violations, 2 nothing could be examined.
set -euo pipefail
export LC_ALL=C

# Symbols (mangled, whole) that an ISA object may share with other objects.
# Each needs a reason; none is needed at present.
allowed_symbols=()

die() { echo "object_gate: $*" >&2; exit 2; }
[ $# -ge 2 ] || die "usage: object_gate.sh <isa> <object>..., got $# argument(s): no object to examine"
isa=$1
shift
nm=${NM:-nm}
objdump=${OBJDUMP:-objdump}
readelf=${READELF:-readelf}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

check_symbols() { # object -> violations on stdout; number of symbols in $scratch/count
  "$nm" --format=posix "$1" >"$scratch/symbols" || die "nm cannot read $1"
  awk -v isa="$isa" -v count="$scratch/count" -v allowed="${allowed_symbols[*]:-}" '
    BEGIN {
      # _ZN <cv> <length><name>..., also behind the prefixes of vtables, guard
      # variables, thunks and statics of functions.
      nested = "^_Z(GV|TV|TI|TS|TT|GR)?Z?N[rVKRO]*"
      own = nested "9bellcurve4simd" length(isa) isa
      renamed = nested (6 + length(isa)) "xsimd_" isa
      n = split(allowed, names, " ")
      for (i = 1; i <= n; ++i) exception[names[i]] = 1
    }
    # Weak (W V w v), unique (u), indirect (i), and global definitions (the other capitals).
    $2 ~ /^[A-Zwvui]$/ && $2 != "U" {
      ++seen
      if ($1 ~ own || $1 ~ renamed || $1 in exception) next
      kind = $2 ~ /[WVwv]/ ? "weak" : $2 == "u" ? "unique" : "global"
      print kind " symbol outside namespace bellcurve::simd::" isa ": " $1
    }
    END { print seen + 0 > count }' "$scratch/symbols"
  # A COMDAT group is kept or dropped by its signature, local symbols and all.
  "$readelf" --section-groups --wide "$1" 2>/dev/null | awk -v isa="$isa" '
    BEGIN {
      own = "^_Z(GV|TV|TI|TS|TT|GR)?Z?N[rVKRO]*(9bellcurve4simd" length(isa) isa \
            "|" (6 + length(isa)) "xsimd_" isa ")"
    }
    # The signature stands in brackets: ... [signature] contains 2 sections:
    match($0, /\[[^]]*\] contains/) {
      name = substr($0, RSTART + 1, RLENGTH - 11)
      if (name !~ own) print "COMDAT group outside namespace bellcurve::simd::" isa ": " name
    }'
  if "$readelf" --sections --wide "$1" | grep -qE '\.(init_array|ctors)'; then
    echo "static initialiser (section .init_array): runs before any check of the CPU"
  fi
}

check_encodings() { # object -> violations on stdout; number of instructions in $scratch/count
  "$objdump" --disassemble --wide --insn-width=15 "$1" >"$scratch/code" || die "objdump cannot read $1"
  awk -F '\t' -v isa="$isa" -v count="$scratch/count" '
    function violation(what) {
      if (++shown <= 10) print what " in " where ": " $3
    }
    /^[0-9a-f]+ <.*>:$/ { where = $0; sub(/^[0-9a-f]+ </, "", where); sub(/>:$/, "", where); next }
    NF < 3 { next }
    {
      ++seen
      bytes = $2
      if ($3 ~ /\(bad\)/) { violation("undecodable bytes"); next }
      # Prefixes that may stand before VEX and EVEX: segment, address size.
      while (bytes ~ /^(26|2e|36|3e|64|65|67) /) bytes = substr(bytes, 4)
      lead = substr(bytes, 1, 2)
      if (lead == "c4" || lead == "c5") {
        ++vex
        if (isa != "avx2" && isa != "avx512") violation("VEX-encoded instruction (AVX)")
        else if (isa == "avx2" && $3 ~ /%k[0-7]/) violation("mask register (AVX-512)")
        next
      }
      if (lead == "62") {
        ++evex
        if (isa != "avx512") violation("EVEX-encoded instruction (AVX-512)")
        next
      }
      if (isa == "avx2" || isa == "avx512") next
      while (bytes ~ /^(66|f2|f3|4[0-9a-f]) /) bytes = substr(bytes, 4)
      if (bytes ~ /^0f 3[8a] /) violation("instruction beyond SSE2")
    }
    END {
      print seen + 0 > count
      if (shown > 10) print "... and " shown - 10 " more"
      if (isa == "avx2" && !vex) print "compiled for avx2 without a single VEX-encoded instruction"
      if (isa == "avx512" && !evex) print "compiled for avx512 without a single EVEX-encoded instruction"
    }' "$scratch/code"
}

architecture() { # of an object
  "$readelf" --file-header "$1" 2>/dev/null | sed -n 's/^ *Machine: *//p'
}

violations=0
symbols=0
instructions=0
report() { # file with violations, object
  [ -s "$1" ] || return 0
  sed "s|^|$(basename "$2"): |" "$1"
  violations=$((violations + $(wc -l <"$1")))
}
for object in "$@"; do
  [ -s "$object" ] || die "no such object: $object"
  if [ "$isa" != baseline ]; then
    check_symbols "$object" >"$scratch/found"
    report "$scratch/found" "$object"
    n=$(cat "$scratch/count")
    [ "$n" -gt 0 ] || die "$object defines no symbol: nothing to examine"
    symbols=$((symbols + n))
  fi
  case $(architecture "$object") in
    *X86-64*)
      check_encodings "$object" >"$scratch/found"
      report "$scratch/found" "$object"
      instructions=$((instructions + $(cat "$scratch/count")))
      ;;
    *AArch64*) ;; # neon64 is the baseline there: every object may hold every encoding
    *) die "$object is not an object file of a known architecture" ;;
  esac
done
if [ "$instructions" -eq 0 ]; then
  case $(architecture "$1") in *X86-64*) die "no instruction was examined" ;; esac
fi
echo "object_gate: $isa: $# object(s), $symbols symbol(s), $instructions instruction(s), $violations violation(s)"
[ "$violations" -eq 0 ]
