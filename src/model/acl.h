// Access lists: ordered lines, first match decides.
#pragma once

#include <cstddef>
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

/// A line that its reader does not understand in full: of the packets that meet `match` and reach it, it may
/// drop any. Walks of packets pass it over, as its text is not modelled. A line that can only permit is none:
/// without it no more packets pass.
struct OpenLine {
  std::size_t place = 0;   ///< it stands before the line of that index
  net::HeaderMatch match;  ///< what is understood of its condition; it may ask for more
  base::Span span;
  friend bool operator==(const OpenLine&, const OpenLine&) = default;
};

/// An access list (filter) of one family. Packets that match no line get `end_action`.
struct Acl {
  std::string name;
  net::Family family = net::Family::kIpv4;
  std::vector<AclLine> lines;
  AclAction end_action = AclAction::kDeny;  ///< implicit end of the list; differs by NOS and use
  base::Span span;
  std::vector<OpenLine> open_lines = {};  ///< in the order of the list
  friend bool operator==(const Acl&, const Acl&) = default;
};

/// A use of an access list by name, with the place of the use.
struct AclUse {
  std::string name;  ///< empty: no list applies
  base::Span span;
  bool open = false;  ///< a filter stands here that is not modelled: it may drop any packet
  bool applies() const { return !name.empty(); }
  bool may_drop() const { return open || applies(); }
  friend bool operator==(const AclUse&, const AclUse&) = default;
};

}  // namespace ringfence::model
