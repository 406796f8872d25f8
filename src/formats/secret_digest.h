// Secrets leave the text only as digests, good for "are the two ends equal?" and nothing else.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::formats {

/// "<kind>:digest-<16 hexadecimal digits>" by a 64-bit FNV-1a hash. Equal secrets give equal digests; the
/// hash is not meant to resist guessing. A secret that already has the form "digest-<16 hexadecimal digits>"
/// stands for itself: printers write it where the key stood, and reading that back gives the same model.
std::string DigestOfSecret(std::string_view kind, std::string_view secret);

}  // namespace ringfence::formats
