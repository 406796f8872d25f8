// What the processes of several routing protocols share: the line that opens one, and its silent interfaces.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/huawei_vrp/reader.h"

namespace ringfence::formats::huawei_vrp {

/// `PROTOCOL [P] [vpn-instance V]`.
struct ProcessHead {
  std::optional<std::uint32_t> number;  ///< absent: not said, which means 1
  std::string vrf;
  bool whole = false;  ///< nothing else stands on the line
};

/// Takes the head apart; a number above `most` is none.
ProcessHead TakeProcessHead(const Line& line, std::uint32_t most = 0xffffffffU);

/// Opens the process of that id, made when it is new, or takes it out when the line is an undo. Returns its
/// index.
template <class Process, class Id>
std::size_t OpenProcess(std::vector<Process>& processes, const Id& id, const std::string& vrf,
                        const Line& line) {
  const auto found = std::ranges::find(processes, id, &Process::id);
  const auto index = static_cast<std::size_t>(found - processes.begin());
  if (line.undo()) {
    if (found != processes.end()) processes.erase(found);
  } else if (found == processes.end()) {
    Process& process = processes.emplace_back();
    process.id = id;
    process.vrf = vrf;
    process.span = line.span();
  }
  return index;
}

/// `silent-interface X`, `silent-interface all` and their undo.
Verdict ReadSilentInterface(Reader& reader, const Line& line, std::vector<VrpSilent>& silent);

}  // namespace ringfence::formats::huawei_vrp
