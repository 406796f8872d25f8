// For the fuzzers of whatever reads YAML or JSON; to be included by one file of a program.
#pragma once

/// Some releases of libfyaml lose 1 or 2 KiB while they read broken text with many escapes in quotes; that is
/// not ours to find.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfyaml"; }
