// VRFs, static routes and what they track.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/interface_name.h"
#include "formats/cisco_iosxr/reader.h"
#include "formats/community_text.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using routing::static_routes::StaticRoute;

constexpr std::uint32_t kDistanceMax = 254;

VrfFamilyText& FamilyOf(Reader& reader) { return reader.vrf().families[reader.family]; }

Verdict AddTarget(Reader& reader, Statement& statement, std::vector<std::string>& targets) {
  const Word word = statement.words.Next();
  auto target = RouteTarget(word.text);
  if (!target) return reader.Invalid(statement, word, fmt::format("'{}' is not a route target", word.text));
  // Targets of spliced tunnels belong to routes of another kind.
  if (statement.words.Accept("stitching")) return NotModelled(kRouting, "stitching target");
  std::erase(targets, *target);
  if (!statement.negated) targets.push_back(std::move(*target));
  return kUnderstood;
}

Verdict ReadImportTarget(Reader& reader, Statement& statement) {
  return AddTarget(reader, statement, FamilyOf(reader).import_targets);
}
Verdict ReadExportTarget(Reader& reader, Statement& statement) {
  return AddTarget(reader, statement, FamilyOf(reader).export_targets);
}

/// `import from default-vrf [route-policy P] [advertise-as-vpn]`, `export to default-vrf ...`.
Verdict ReadTransfer(Reader& reader, Statement& statement, bool import) {
  VrfFamilyText& family = FamilyOf(reader);
  Setting<std::string>& setting = import ? family.from_default : family.to_default;
  const base::Span span = statement.span();
  if (!statement.words.Accept("default-vrf")) {
    // Which routes that came from elsewhere may go on as VPN routes.
    return statement.negated ? kNoEffect : NotModelled(kRouting, "routes that are exported twice");
  }
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  setting = {"", span};
  if (statement.words.Accept("route-policy")) {
    const Verdict verdict = SetPolicy(reader, statement, setting);
    if (verdict.fate != model::Fate::kModelled) return verdict;
  }
  return statement.words.done() ? kUnderstood : NotModelled(kRouting, "leaked routes as VPN routes");
}

Verdict ReadImportOrExport(Reader& reader, Statement& statement, bool import) {
  VrfFamilyText& family = FamilyOf(reader);
  if (statement.words.Accept("route-target")) {
    std::vector<std::string>& targets = import ? family.import_targets : family.export_targets;
    if (statement.words.done()) {
      if (statement.negated) targets.clear();
      reader.Open(import ? ReadImportTarget : ReadExportTarget, kRouting);
      return kUnderstood;
    }
    return AddTarget(reader, statement, targets);
  }
  if (statement.words.Accept("route-policy"))
    return SetPolicy(reader, statement, import ? family.import_policy : family.export_policy);
  if (statement.words.Accept(import ? "from" : "to")) return ReadTransfer(reader, statement, import);
  return kNotKnown;
}

Verdict ReadVrfFamilyLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("import")) return ReadImportOrExport(reader, statement, true);
  if (statement.words.Accept("export")) return ReadImportOrExport(reader, statement, false);
  return statement.words.Accept("maximum") ? kNoEffect : kNotKnown;
}

Verdict ReadVrfLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("address-family")) {
    const auto family = TakeUnicastFamily(statement);
    if (!family) return kNoEffect;  // multicast, flow specification
    reader.family = *family;
    if (statement.negated) return FamilyOf(reader) = {}, kUnderstood;
    FamilyOf(reader).span = statement.span();
    reader.Open(ReadVrfFamilyLine, kRouting);
    return kUnderstood;
  }
  if (statement.words.Accept("rd"))
    return SetName(reader, statement, reader.vrf().distinguisher, "route distinguisher");
  const Word word = statement.words.Next();
  const bool harmless = word == "description" || word == "mode" || word == "vpn" || word == "fallback-vrf";
  if (word == "fallback-vrf" && !statement.negated) return NotModelled(kPaths, "fallback to another VRF");
  return harmless ? kNoEffect : kNotKnown;
}

/// The options behind the next hop of a static route.
Verdict ReadStaticOptions(Reader& reader, Statement& statement, StaticText& text) {
  while (!statement.words.done()) {
    if (const auto distance = statement.words.AcceptNumber(1, kDistanceMax)) {
      text.route.distance = *distance;
    } else if (statement.words.Accept("tag")) {
      const auto tag = TakeNumber(reader, statement, 1, 0xffffffffU);
      if (!tag) return kNotKnown;
      text.route.tag = *tag;
    } else if (statement.words.Accept("metric")) {
      const auto metric = TakeNumber(reader, statement, 1, 16777214);
      if (!metric) return kNotKnown;
      text.route.metric = *metric;
    } else if (statement.words.Accept("track")) {
      text.track = {std::string(statement.words.Next().text), statement.span()};
    } else if (statement.words.Accept("description")) {
      statement.words.Rest();
    } else if (statement.words.Accept("permanent")) {
      return NotModelled(kRouting, "route that stays without its next hop");
    } else if (statement.words.Accept("bfd")) {
      statement.words.Rest();
    } else if (!statement.words.Accept("load-metric")) {
      return kNotKnown;
    }
  }
  return kUnderstood;
}

/// Where the packets of a static route go.
Verdict ReadTarget(Reader& reader, Statement& statement, StaticText& text) {
  StaticRoute& route = text.route;
  if (statement.words.Accept("vrf")) {
    auto vrf = TakeName(reader, statement, "VRF");
    if (!vrf) return kNotKnown;
    route.next_hop_vrf = VrfName(*vrf);
  }
  if (IsInterfaceName(FullInterfaceName(statement.words.Peek().text))) {
    route.interface = TakeInterfaceName(statement.words);
    if (KindOfName(route.interface) == model::InterfaceKind::kNull) {
      route.interface.clear();
      route.discard = true;
    }
  }
  const auto next_hop = net::ParseAddress(statement.words.Peek().text);
  if (next_hop && next_hop->family == route.prefix.family()) {
    statement.words.Next();
    route.next_hop = *next_hop;
  }
  if (route.next_hop || route.discard || !route.interface.empty()) return kUnderstood;
  if (statement.negated) return kUnderstood;
  const Word word = statement.words.Next();
  return reader.Invalid(statement, word, fmt::format("'{}' is not a next hop", word.text));
}

Verdict ReadStaticLine(Reader& reader, Statement& statement) {
  StaticText text;
  const auto family = reader.family == 0 ? net::Family::kIpv4 : net::Family::kIpv6;
  const auto prefix = TakeSubnet(reader, statement, family);
  if (!prefix) return kNotKnown;
  text.route.vrf = reader.static_vrf;
  text.route.prefix = *prefix;
  text.route.span = statement.span();
  const Verdict verdict = ReadTarget(reader, statement, text);
  if (verdict.fate != model::Fate::kModelled) return verdict;
  const StaticRoute& route = text.route;
  const bool all = statement.negated && !route.next_hop && !route.discard && route.interface.empty();
  std::erase_if(reader.vendor.statics, [&](const StaticText& known) {
    const bool same_prefix = known.route.vrf == route.vrf && known.route.prefix == route.prefix;
    const bool same_hop = known.route.next_hop == route.next_hop && known.route.discard == route.discard &&
                          known.route.interface == route.interface &&
                          known.route.next_hop_vrf == route.next_hop_vrf;
    return same_prefix && (all || same_hop);
  });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  const Verdict options = ReadStaticOptions(reader, statement, text);
  reader.vendor.statics.push_back(std::move(text));
  return options;
}

Verdict ReadStaticFamily(Reader& reader, Statement& statement) {
  const auto family = TakeUnicastFamily(statement);
  if (!family) return kNoEffect;  // multicast
  reader.family = *family;
  reader.Open(ReadStaticLine, *family == 0 ? model::Impact::kRouting4 : model::Impact::kRouting6);
  return kUnderstood;
}

Verdict ReadStaticVrfLine(Reader& reader, Statement& statement) {
  return statement.words.Accept("address-family") ? ReadStaticFamily(reader, statement) : kNotKnown;
}

Verdict ReadRouterStaticLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("address-family")) {
    reader.static_vrf.clear();
    return ReadStaticFamily(reader, statement);
  }
  if (statement.words.Accept("vrf")) {
    auto name = TakeName(reader, statement, "VRF");
    if (!name) return kNotKnown;
    reader.static_vrf = VrfName(*name);
    reader.Open(ReadStaticVrfLine, kRouting);
    return kUnderstood;
  }
  return statement.words.Accept("maximum") ? kNoEffect : kNotKnown;
}

/// `interface X` below `type line-protocol state`.
Verdict ReadTrackInterface(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("interface")) return kNotKnown;
  reader.vendor.tracks[reader.block_name].interface = TakeInterfaceName(statement.words);
  return kUnderstood;
}

Verdict ReadTrackLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("delay")) return kNoEffect;
  if (!statement.words.Accept("type")) return kNotKnown;
  if (statement.words.Accept("line-protocol")) {
    statement.words.Accept("state");
    reader.Open(ReadTrackInterface, kRouting);
    return kUnderstood;
  }
  return NotModelled(kRouting, "tracked condition");
}

}  // namespace

Verdict ReadVrf(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "VRF");
  if (!name) return kNotKnown;
  std::vector<VrfText>& vrfs = reader.vendor.vrfs;
  if (statement.negated) {
    std::erase_if(vrfs, [&name](const VrfText& vrf) { return vrf.name == *name; });
    return kUnderstood;
  }
  auto found = std::ranges::find(vrfs, *name, &VrfText::name);
  if (found == vrfs.end()) {
    vrfs.emplace_back();
    vrfs.back().name = std::move(*name);
    vrfs.back().span = statement.span();
    found = vrfs.end() - 1;
  }
  reader.vrf_index = static_cast<std::size_t>(found - vrfs.begin());
  reader.Open(ReadVrfLine, kRouting);
  return kUnderstood;
}

Verdict ReadRouterStatic(Reader& reader, Statement& statement) {
  reader.Open(ReadRouterStaticLine, kRouting);
  if (!statement.negated) return kUnderstood;
  reader.vendor.statics.clear();
  return kUnderstood;
}

Verdict ReadTrack(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "track object");
  if (!name) return kNotKnown;
  reader.block_name = std::move(*name);
  reader.vendor.tracks[reader.block_name] = {"", statement.span()};
  reader.Open(ReadTrackLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
