// Traffic engineering: `mpls te` and `mpls rsvp-te` of the device and its interfaces, tunnels, explicit
// paths.
#include <algorithm>
#include <charconv>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

/// Groups and affinities are hexadecimal, with or without 0x.
std::optional<std::uint32_t> ParseBits(std::string_view word) {
  if (word.starts_with("0x") || word.starts_with("0X")) word.remove_prefix(2);
  std::uint32_t bits = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), bits, 16);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return bits;
}

/// A number at the end of the line, or its undoing.
Verdict ReadNumber(Reader& reader, const Line& line, std::size_t word, std::optional<std::uint32_t>& into) {
  into.reset();
  if (line.undo()) return Modelled();
  into = NumberUpTo(line.at(word));
  if (!into) return reader.Invalid(line, word, "not a number", kPaths);
  return line.size() == word + 1 ? Modelled() : KnownForm(View::kInterface, line);
}

Verdict ReadBits(Reader& reader, const Line& line, std::size_t word, std::optional<std::uint32_t>& into) {
  into.reset();
  if (line.undo()) return Modelled();
  into = ParseBits(line.at(word));
  if (!into) return reader.Invalid(line, word, "not a bit mask", kPaths);
  return line.size() == word + 1 ? Modelled() : KnownForm(View::kInterface, line);
}

/// `mpls te affinity property P mask M`.
Verdict ReadAffinity(Reader& reader, const Line& line, VrpTeTunnel& tunnel) {
  tunnel.affinity = tunnel.affinity_mask = 0;
  if (line.undo()) return Modelled();
  const auto bits = ParseBits(line.at(4));
  const auto mask = ParseBits(line.at(6));
  if (line.at(3) != "property" || line.at(5) != "mask" || line.size() != 7)
    return KnownForm(View::kInterface, line);
  if (!bits || !mask) return reader.Invalid(line, 4, "not a bit mask", kPaths);
  tunnel.affinity = *bits;
  tunnel.affinity_mask = *mask;
  return Modelled();
}

/// `mpls te path explicit-path P [secondary]`, `mpls te path metric-type igp`.
Verdict ReadPath(const Line& line, VrpTeTunnel& tunnel) {
  if (line.at(3) == "metric-type" && line.size() <= 5) {
    const bool known = line.at(4) == "igp" || line.at(4) == "te" || line.undo();
    tunnel.igp_metric = line.at(4) == "igp" && !line.undo();
    return known ? Modelled() : KnownForm(View::kInterface, line);
  }
  const bool secondary = line.at(5) == "secondary" || (line.undo() && line.at(4) == "secondary");
  const bool whole = line.size() == (secondary ? 6U : 5U) || line.undo();
  if (line.at(3) != "explicit-path" || !whole) return KnownForm(View::kInterface, line);
  NameUse& use = secondary ? tunnel.second_path : tunnel.path;
  use = line.undo() ? NameUse{} : NameUse{std::string(line.at(4)), line.span()};
  return Modelled();
}

Verdict ReadBandwidth(Reader& reader, const Line& line, VrpInterface& interface) {
  if (line.at(3) == "max-reservable-bandwidth")
    return ReadNumber(reader, line, 4, interface.te.max_reservable_kbps);
  if (line.at(3) == "bc0") return ReadNumber(reader, line, 4, interface.te.bc0_kbps);
  if (line.at(3) != "ct0") return KnownForm(View::kInterface, line);
  std::optional<std::uint32_t> asked;
  const Verdict verdict = ReadNumber(reader, line, 4, asked);
  interface.te_tunnel.bandwidth_kbps = asked.value_or(0);
  return verdict;
}

Verdict ReadTunnelTe(Reader& reader, const Line& line, VrpTeTunnel& tunnel) {
  const std::string_view word = line.at(2);
  if (word == "tunnel-id") return ReadNumber(reader, line, 3, tunnel.id);
  if (word == "affinity") return ReadAffinity(reader, line, tunnel);
  if (word == "path") return ReadPath(line, tunnel);
  if (word == "record-route") return Modelled();  // what it records changes nothing
  if (word == "signal-protocol" && line.size() <= 4) {
    tunnel.other_signalling = !line.undo() && line.at(3) != "rsvp-te";
    return Modelled();
  }
  if (word == "backup" && line.at(3) == "ordinary" && line.size() == 4) {
    tunnel.backup_span = line.undo() ? base::Span{} : line.span();
    return Modelled();
  }
  if (line.size() != 3) return KnownForm(View::kInterface, line);
  if (word == "commit") tunnel.committed = true;
  if (word == "reserved-for-binding") tunnel.only_bound = !line.undo();
  const bool known = word == "commit" || word == "reserved-for-binding";
  return known ? Modelled() : KnownForm(View::kInterface, line);
}

}  // namespace

Verdict ReadTe(Reader& reader, const Line& line) {
  VrpMpls& mpls = reader.config.mpls;
  const bool te = line.at(1) == "te";
  if (te && line.size() == 2) {
    mpls.te = !line.undo();
    return Modelled();
  }
  if (te && line.at(2) == "cspf" && line.size() == 3) {
    mpls.cspf = !line.undo();
    return Modelled();
  }
  if (line.at(1) != "rsvp-te" || line.size() != 2) return KnownForm(View::kMpls, line);
  mpls.rsvp = !line.undo();
  return Modelled();
}

Verdict ReadInterfaceTe(Reader& reader, const Line& line) {
  VrpInterface& interface = reader.config.interfaces[reader.open_interface];
  VrpTeLink& link = interface.te;
  if (line.at(1) == "rsvp-te") {
    if (line.size() != 2) return KnownForm(View::kInterface, line);
    link.rsvp = !line.undo();
    return Modelled();
  }
  if (line.size() == 2) {
    link.on = !line.undo();
    link.span = line.span();
    return Modelled();
  }
  const std::string_view word = line.at(2);
  if (word == "metric") return ReadNumber(reader, line, 3, link.metric);
  if (word == "bandwidth") return ReadBandwidth(reader, line, interface);
  const bool group = word == "link" && line.at(3) == "administrative" && line.at(4) == "group";
  if (group && line.at(5) != "name") return ReadBits(reader, line, 5, link.groups);
  return ReadTunnelTe(reader, line, interface.te_tunnel);
}

Verdict OpenExplicitPath(Reader& reader, const Line& line) {
  std::vector<VrpExplicitPath>& paths = reader.config.explicit_paths;
  const bool whole = line.size() == 2 || (line.size() == 3 && line.at(2) == "enable");
  if (!whole) return KnownForm(View::kSystem, line);
  auto found = std::ranges::find(paths, line.at(1), &VrpExplicitPath::name);
  if (line.undo()) {
    if (found != paths.end()) paths.erase(found);
    return Modelled(View::kInherit);
  }
  if (found == paths.end()) {
    paths.push_back({.name = std::string(line.at(1))});
    found = paths.end() - 1;
  }
  reader.open_object = static_cast<std::size_t>(found - paths.begin());
  return Modelled(View::kExplicitPath);
}

/// `next hop A [include] [strict|loose]`, `next hop A exclude`.
Verdict ReadExplicitPath(Reader& reader, const Line& line) {
  using routing::te::HopKind;
  VrpExplicitPath& path = reader.config.explicit_paths[reader.open_object];
  const auto address = net::ParseIpv4(line.at(2));
  const std::size_t word = line.at(3) == "include" ? 4 : 3;
  const std::string_view kind = line.at(word);
  const bool known = kind.empty() || kind == "strict" || kind == "loose" || (word == 3 && kind == "exclude");
  if (line.undo() || line.at(0) != "next" || line.at(1) != "hop" || !known || line.size() > word + 1) {
    path.complete = false;
    return Unmodelled(kPaths, "traffic engineering");
  }
  if (!address) return reader.Invalid(line, 2, "not an IPv4 address", kPaths);
  path.hops.push_back({*address, kind == "loose"     ? HopKind::kLoose
                                 : kind == "exclude" ? HopKind::kExclude
                                                     : HopKind::kStrict});
  return Modelled();
}

Verdict ReadAreaTe(VrpOspf& ospf, const Line& line, std::uint32_t area) {
  if (line.at(1) != "enable" && !line.undo()) return KnownForm(View::kOspfArea, line);
  std::erase(ospf.te_areas, area);
  if (!line.undo()) ospf.te_areas.push_back(area);
  return line.size() <= 2 || line.undo() ? Modelled() : KnownForm(View::kOspfArea, line);
}

Verdict ReadTrafficEng(VrpIsis& process, const Line& line) {
  process.te_levels = 0;
  if (line.undo()) return Modelled();
  const auto levels = line.size() == 1 ? std::optional(routing::isis::kLevelBoth) : ParseLevels(line.at(1));
  if (!levels || line.size() > 2) return KnownForm(View::kIsis, line);
  process.te_levels = *levels;
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
