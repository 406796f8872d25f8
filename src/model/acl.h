// Access lists: ordered lines, first match decides.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/header_match.h"

namespace ringfence::model {

/// What happens to a packet that a line matches.
enum class AclAction : std::uint8_t { kPermit, kDeny };

/// One line: a condition and its action.
struct AclLine {
  AclAction action = AclAction::kDeny;
  net::HeaderMatch match;
  base::Span span;
  friend bool operator==(const AclLine&, const AclLine&) = default;
};

/// An access list (filter) of one family. Packets that match no line get `end_action`.
struct Acl {
  std::string name;
  net::Family family = net::Family::kIpv4;
  std::vector<AclLine> lines;
  AclAction end_action = AclAction::kDeny;  ///< implicit end of the list; differs by NOS and use
  base::Span span;
  friend bool operator==(const Acl&, const Acl&) = default;
};

/// A use of an access list by name, with the place of the use.
struct AclUse {
  std::string name;  ///< empty: no list applies
  base::Span span;
  bool applies() const { return !name.empty(); }
  friend bool operator==(const AclUse&, const AclUse&) = default;
};

}  // namespace ringfence::model
