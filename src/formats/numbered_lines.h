// Access lists whose lines carry numbers, while a reader gathers them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "model/acl.h"

namespace ringfence::formats {

/// Lines by number.
using NumberedLines = std::map<std::uint32_t, model::AclLine>;

/// The line of that number is not modelled. Its fields from protocol to ports hold as far as they were read:
/// it asks for that and perhaps for more. Words for TCP flags may widen one another, and nothing is known of
/// a line that is not `understood`.
inline void LeaveOpen(NumberedLines& lines, NumberedLines& open, std::uint32_t number, model::AclLine line,
                      bool understood) {
  line.match.tcp_state = net::TcpState::kAny;
  if (!understood) line.match = {.family = line.match.family};
  lines.erase(number);
  open[number] = std::move(line);
}

/// The greatest number of both; 0 without lines.
inline std::uint32_t LastNumber(const NumberedLines& lines, const NumberedLines& open) {
  return std::max(lines.empty() ? 0U : lines.rbegin()->first, open.empty() ? 0U : open.rbegin()->first);
}

/// Adds lines, and those left open between them; an open one that permits makes no packet drop.
inline void AddLines(const NumberedLines& lines, const NumberedLines& open, model::Acl& acl) {
  auto next = open.begin();
  const auto add_open = [&](std::uint32_t up_to) {
    for (; next != open.end() && next->first <= up_to; ++next) {
      if (next->second.action == model::AclAction::kDeny)
        acl.open_lines.push_back({acl.lines.size(), next->second.match, next->second.span});
    }
  };
  for (const auto& [number, line] : lines) {
    add_open(number);
    acl.lines.push_back(line);
  }
  add_open(UINT32_MAX);
}

}  // namespace ringfence::formats
