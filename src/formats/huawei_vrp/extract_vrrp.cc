// `vrrp vrid N ...` of an interface (RFC 5798). Whether routers of a group hear each other follows from
// timers and passwords too: where a text sets them, the group is not modelled.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using model::VirtualRouter;

constexpr std::uint32_t kDefaultPriority = 100;

/// The group of that number, made on first use.
VirtualRouter& GroupOf(std::vector<VirtualRouter>& groups, std::uint32_t number, base::Span span) {
  const auto at = std::ranges::lower_bound(groups, number, {}, &VirtualRouter::group);
  if (at != groups.end() && at->group == number) return *at;
  VirtualRouter made;
  made.group = number;
  made.span = span;
  return *groups.insert(at, made);
}

Verdict ReadVirtualAddress(Reader& reader, const Line& line, VirtualRouter& group) {
  if (line.undo() && line.size() == 4) {
    group.addresses.clear();
    return Modelled();
  }
  const auto address = net::ParseIpv4(line.at(4));
  if (!address) return reader.Invalid(line, 4, "not an IPv4 address", Impact::kForwarding);
  if (line.size() > 5) return KnownForm(View::kInterface, line);
  std::erase(group.addresses, *address);
  if (!line.undo()) group.addresses.push_back(*address);
  return Modelled();
}

Verdict ReadPreemption(const Line& line, VirtualRouter& group) {
  // `preempt-mode timer delay N` preempts after a while.
  const bool delayed = line.at(4) == "timer" && line.at(5) == "delay";
  if (line.size() > 4 && !delayed && line.at(4) != "disable") return KnownForm(View::kInterface, line);
  group.preempt = delayed || line.undo() == (line.at(4) == "disable");
  return Modelled();
}

constexpr std::int32_t kDefaultReduction = 10;

/// `track interface X [reduced N | increased N]`.
Verdict ReadTrack(const Line& line, VirtualRouter& group) {
  const NameTaken name = TakeInterfaceName(line, 5);
  const std::size_t rest = name.next;
  if (name.name.empty()) return KnownForm(View::kInterface, line);
  model::PriorityTrack track{name.name, -kDefaultReduction, false, line.span()};
  const bool told = line.at(rest) == "reduced" || line.at(rest) == "increased";
  const auto change = NumberUpTo(line.at(rest + 1), 255);
  const bool known = line.size() == rest || (told && change && line.size() == rest + 2);
  if (!known && !line.undo()) return KnownForm(View::kInterface, line);
  std::erase_if(group.tracks, [&](const auto& one) { return one.interface == track.interface; });
  if (line.undo()) return Modelled();
  if (told) track.change = static_cast<std::int32_t>(*change) * (line.at(rest) == "reduced" ? -1 : 1);
  group.tracks.push_back(std::move(track));
  return Modelled();
}

}  // namespace

Verdict ReadVrrp(Reader& reader, const Line& line) {
  std::vector<VirtualRouter>& groups = reader.config.interfaces[reader.open_interface].virtual_routers;
  const auto number = NumberUpTo(line.at(2), 255);
  if (line.at(1) != "vrid" || !number || *number == 0) return KnownForm(View::kInterface, line);
  if (line.undo() && line.size() == 3) {
    std::erase_if(groups, [&](const VirtualRouter& known) { return known.group == *number; });
    return Modelled();
  }
  const std::string_view word = line.at(3);
  if (word == "track" && line.at(4) == "interface")
    return ReadTrack(line, GroupOf(groups, *number, line.span()));
  if (word != "virtual-ip" && word != "priority" && word != "preempt-mode")
    return KnownForm(View::kInterface, line);
  VirtualRouter& group = GroupOf(groups, *number, line.span());
  if (word == "virtual-ip") return ReadVirtualAddress(reader, line, group);
  if (word == "preempt-mode") return ReadPreemption(line, group);
  const auto priority = line.undo() ? std::optional(kDefaultPriority) : NumberUpTo(line.at(4), 254);
  if (!priority || *priority == 0) return reader.Invalid(line, 4, "not a priority", Impact::kForwarding);
  group.priority = *priority;
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
