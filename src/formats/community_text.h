// Communities in the one spelling of model::CommunityText, from the spellings of systems.
#pragma once

#include <optional>
#include <string_view>

#include "model/route_policy.h"

namespace ringfence::formats {

/// Standard community from a well-known name ("no-export", "local-AS", "graceful-shutdown" ...), "65000:1", a
/// decimal or hexadecimal ("0xffffff01") number; nullopt when it is none. "internet" is 0:0: readers whose
/// lists give it the meaning "any" look for it first.
std::optional<model::CommunityText> StandardCommunity(std::string_view word);

/// A name for the standard community when there is one ("no-export"), else the text itself.
std::string_view NameOfCommunity(const model::CommunityText& community);

/// Extended community from its kind and value: kind "rt", "target", "route-target", "soo", "origin",
/// "site-of-origin", "color" and value "65000:1", "10.0.0.1:5", "1.10:5", for a color also a number alone.
std::optional<model::CommunityText> ExtendedCommunity(std::string_view kind, std::string_view value);

/// Extended community from "kind:value" ("target:65000:1", "rt:65000:1").
std::optional<model::CommunityText> ExtendedCommunity(std::string_view word);

/// Route target from its value ("65000:1"): "target:65000:1".
std::optional<model::CommunityText> RouteTarget(std::string_view value);

/// Large community from "65000:1:2".
std::optional<model::CommunityText> LargeCommunity(std::string_view word);

}  // namespace ringfence::formats
