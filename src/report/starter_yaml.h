// A starter as the two files that people go on with. Both are valid as they are, and what is only an example
// or a guess stands in comments.
#pragma once

#include <string>
#include <string_view>

#include "base/date.h"
#include "study/starter.h"

namespace ringfence::report {

/// Text of ringfence.yaml. Lines that begin with "##" explain; with the "# " of all other comment lines taken
/// away, here and in the inventory, the files are a policy with two rules (when two devices have addresses).
std::string StarterPolicy(const study::Starter& starter, base::Date as_of);

/// Text of inventory.yaml: each device, its maker as a guess in a comment, links and what is missing.
std::string StarterInventory(const study::Starter& starter);

/// A name as a YAML key or value: plain where YAML takes it as it is, else in double quotes with everything
/// that is not a letter of common use escaped. nullopt when it is no UTF-8: YAML cannot hold it.
std::optional<std::string> YamlName(std::string_view name);

/// Text for a comment: everything but printable ASCII is escaped, so that no text can end its line.
std::string YamlComment(std::string_view text);

}  // namespace ringfence::report
