// Ports that switch frames (`portswitch`, `port ...`) and the VLANs of the device (`vlan ...`).
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

constexpr std::uint32_t kVlanMax = 4094;

VrpSwitching& Open(Reader& reader) { return reader.config.interfaces[reader.open_interface].frames; }

std::optional<std::uint16_t> VlanOf(std::string_view word) {
  const auto number = NumberUpTo(word, kVlanMax);
  return number && *number > 0 ? std::optional(static_cast<std::uint16_t>(*number)) : std::nullopt;
}

/// VLANs "10 20 to 25" from `word` to the end of the line; nothing where one of them is none.
std::optional<std::vector<model::VlanRange>> TakeVlans(const Line& line, std::size_t word) {
  std::vector<model::VlanRange> ranges;
  while (word < line.size()) {
    const auto first = VlanOf(line.at(word));
    const bool range = line.at(word + 1) == "to";
    const auto last = range ? VlanOf(line.at(word + 2)) : first;
    if (!first || !last || *last < *first) return std::nullopt;
    ranges.push_back({*first, *last});
    word += range ? 3 : 1;
  }
  if (ranges.empty()) return std::nullopt;
  return ranges;
}

void Change(std::set<std::uint16_t>& vlans, const std::vector<model::VlanRange>& ranges, bool remove) {
  for (const model::VlanRange& range : ranges) {
    for (std::uint32_t vlan = range.first; vlan <= range.last; ++vlan) {
      if (remove) vlans.erase(static_cast<std::uint16_t>(vlan));
      if (!remove) vlans.insert(static_cast<std::uint16_t>(vlan));
    }
  }
}

/// `port default vlan N`, `port trunk pvid vlan N` with the VLAN at `word`.
Verdict ReadOneVlan(Reader& reader, const Line& line, std::size_t word, std::optional<std::uint16_t>& into) {
  into.reset();
  if (line.undo()) return Modelled();
  into = VlanOf(line.at(word));
  if (!into) return reader.Invalid(line, word, "not a VLAN number", kPaths);
  if (line.size() == word + 1) return Modelled();
  into.reset();
  return Unmodelled(kPaths, "layer-2 switching");
}

Verdict ReadLinkType(Reader& reader, const Line& line) {
  VrpSwitching& frames = Open(reader);
  frames.link_type = line.undo() ? "" : std::string(line.at(2));
  const bool known = frames.link_type.empty() || frames.link_type == "access" || frames.link_type == "trunk";
  return known ? Modelled() : Unmodelled(kPaths, "layer-2 switching");
}

/// `port trunk allow-pass vlan ...`: what the words name comes to what is there.
Verdict ReadAllowed(Reader& reader, const Line& line) {
  std::set<std::uint16_t>& allowed = Open(reader).allowed;
  if (line.at(4) == "all") {
    allowed.clear();
    Change(allowed, {line.undo() ? model::VlanRange{1, 1} : model::VlanRange{}}, false);
    return Modelled();
  }
  const auto ranges = TakeVlans(line, 4);
  if (!ranges) return reader.Invalid(line, 4, "not a list of VLANs", kPaths);
  Change(allowed, *ranges, line.undo());
  return Modelled();
}

/// Words below `vlan N` that do not say which frames go where.
bool IsHarmless(std::string_view word) {
  constexpr std::string_view kHarmless[] = {"arp",
                                            "broadcast-suppression",
                                            "description",
                                            "dhcp",
                                            "igmp-snooping",
                                            "mac-address",
                                            "management-vlan",
                                            "multicast-suppression",
                                            "name",
                                            "nd",
                                            "statistic",
                                            "stp",
                                            "unicast-suppression",
                                            "voice-vlan"};
  return std::ranges::binary_search(kHarmless, word);
}

/// The line, or nothing where it takes something back.
base::Span Said(const Line& line, bool off = false) {
  return line.undo() || off ? base::Span{} : line.span();
}

}  // namespace

/// Costs, priorities and modes choose among ways that all count: VRP runs one tree over all VLANs, or some
/// over groups of them.
Verdict ReadTree(Reader& reader, const Line& line) {
  VrpConfig& config = reader.config;
  const std::string_view word = line.at(1);
  if (word == "disable" || word == "enable")
    return config.tree_off_span = Said(line, word == "enable"), Modelled();
  if (word == "bpdu-protection" || word == "bpdu-filter")
    return config.edge_guard_span = Said(line), Modelled();
  if (word == "edged-port") return config.edge_ports = !line.undo(), Modelled();
  return KnownForm(View::kSystem, line);
}

Verdict ReadPortTree(Reader& reader, const Line& line) {
  VrpSwitching& frames = Open(reader);
  const std::string_view word = line.at(1), what = line.at(2);
  if (word == "disable" || word == "enable")
    return frames.tree_off_span = Said(line, word == "enable"), Modelled();
  if (word == "root-protection") return frames.root_guard_span = Said(line), Modelled();
  if (word == "bpdu-filter") return frames.filter_span = Said(line, what == "disable"), Modelled();
  if (word == "edged-port") {
    frames.edge_port = line.undo() ? std::nullopt : std::optional(what != "disable");
    return Modelled();
  }
  return KnownForm(View::kInterface, line);
}

Verdict ReadPort(Reader& reader, const Line& line) {
  VrpSwitching& frames = Open(reader);
  const bool switching = line.at(0) == "portswitch"  ? line.size() == 1
                         : line.at(1) == "link-type" ? line.size() == 3 || line.undo()
                         : line.at(1) == "default"   ? line.at(2) == "vlan"
                                                     : line.at(1) == "trunk" && line.at(3) == "vlan";
  if (!switching) return KnownForm(View::kInterface, line);
  if (line.at(0) == "portswitch") {
    frames.switches = !line.undo();
    if (!line.undo()) frames.span = line.span();
    return Modelled();
  }
  if (!frames.span.valid()) frames.span = line.span();
  frames.has_lines = true;
  if (line.at(1) == "link-type") return ReadLinkType(reader, line);
  if (line.at(1) == "default") return ReadOneVlan(reader, line, 3, frames.access_vlan);
  if (line.at(2) == "pvid") return ReadOneVlan(reader, line, 4, frames.untagged_vlan);
  if (line.at(2) == "allow-pass") return ReadAllowed(reader, line);
  return KnownForm(View::kInterface, line);
}

Verdict OpenVlan(Reader& reader, const Line& line) {
  const bool batch = line.at(1) == "batch";
  const auto ranges = TakeVlans(line, batch ? 2 : 1);
  if (!ranges && batch) return reader.Invalid(line, 2, "not a list of VLANs", kPaths);
  if (!ranges) return KnownForm(View::kSystem, line);
  Change(reader.config.vlans, *ranges, line.undo());
  return Modelled(batch || line.undo() ? View::kInherit : View::kVlan);
}

Verdict ReadVlanLine(Reader&, const Line& line) {
  if (IsHarmless(line.at(0))) return FormInside(Irrelevant(), line);
  const Verdict copies = FormInside(Irrelevant(), line);
  return copies.fate == model::Fate::kIrrelevant ? Unknown(kPaths) : copies;
}

}  // namespace ringfence::formats::huawei_vrp
