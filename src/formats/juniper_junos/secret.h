// Obfuscated secrets. Junos prints keys as `$9$...`, another text each time for the same key, so keys of two
// ends can be compared only after the obfuscation is undone.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::formats::juniper_junos {

/// The text behind a `$9$` word; any other word, or a broken one, as it is. The result goes into digests
/// only.
std::string PlainSecret(std::string_view word);

}  // namespace ringfence::formats::juniper_junos
