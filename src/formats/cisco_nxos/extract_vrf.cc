// `vrf context X`, its route targets and the static routes in it; track objects.

#include <fmt/format.h>

#include "formats/cisco_nxos/interface_name.h"
#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {
namespace {

VrfText& Vrf(Reader& reader) { return reader.vendor.vrfs[reader.vrf_index]; }
VrfFamilyText& Family(Reader& reader) { return Vrf(reader).families[reader.family]; }

/// `route-target {import | export | both} {T | auto} [evpn | mvpn]`.
Verdict ReadRouteTarget(Reader& reader, Statement& statement) {
  const Word direction = statement.words.Next();
  const bool both = direction == "both";
  if (!both && !(direction == "import") && !(direction == "export")) return kNotKnown;
  const Word word = statement.words.Next();
  if (statement.words.Accept("mvpn"))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "multicast route target");
  const bool evpn = statement.words.Accept("evpn");
  const std::string target = word == "auto" ? "auto" : fmt::format("target:{}", word.text);
  if (word.text.find(':') == std::string_view::npos && !(word == "auto"))
    return reader.Invalid(statement, word, fmt::format("'{}' is not a route target", word.text));
  for (const bool import : {true, false}) {
    if (!both && import != (direction == "import")) continue;
    VrfFamilyText& family = Family(reader);
    auto& targets = evpn ? (import ? family.evpn_import_targets : family.evpn_export_targets)
                         : (import ? family.import_targets : family.export_targets);
    std::erase(targets, target);
    if (!statement.negated) targets.push_back(target);
  }
  return kUnderstood;
}

/// `import map M`, `import vrf default [N] map M`, and the same with `export`.
Verdict ReadTransfer(Reader& reader, Statement& statement, bool import) {
  VrfFamilyText& family = Family(reader);
  Setting<std::string>* setting = import ? &family.import_map : &family.export_map;
  if (statement.words.Accept("vrf")) {
    if (!statement.words.Accept("default"))
      return statement.negated ? kNoEffect : NotModelled(kRouting, "VRF route exchange");
    setting = import ? &family.import_default_map : &family.export_default_map;
    statement.words.AcceptNumber(1, 0xffffffffU);  // at most so many prefixes
  }
  if (statement.negated) return *setting = {}, statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("map")) return kNotKnown;
  const Verdict verdict = SetName(reader, statement, *setting, "route map");
  if (statement.words.Accept("advertise-vpn") || statement.words.Accept("allow-vpn"))
    return NotModelled(kRouting, "VRF route exchange with the VPN");
  return verdict;
}

Verdict ReadFamilyLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "route-target") return ReadRouteTarget(reader, statement);
  if (word == "import") return ReadTransfer(reader, statement, true);
  if (word == "export") return ReadTransfer(reader, statement, false);
  return word == "maximum" ? kNoEffect : kNotKnown;
}

Verdict ReadFamily(Reader& reader, Statement& statement) {
  const Word family = statement.words.Next();
  if (!(family == "ipv4") && !(family == "ipv6")) return kNotKnown;
  if (!statement.words.Accept("unicast")) return kNoEffect;
  reader.family = family == "ipv6" ? 1 : 0;
  reader.Open(ReadFamilyLine, kRouting);
  return kUnderstood;
}

Verdict ReadDistinguisher(Reader& reader, Statement& statement) {
  return SetName(reader, statement, Vrf(reader).distinguisher, "route distinguisher");
}

Verdict ReadVni(Reader& reader, Statement& statement) {
  const Verdict verdict = SetNumber(reader, statement, Vrf(reader).vni, 1, 16777214);
  Vrf(reader).vni_alone = statement.words.Accept("L3");
  return verdict;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, Vrf(reader).shutdown);
}

Verdict ReadIpInVrf(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "route") return ReadStaticRouteIn(reader, statement, Vrf(reader).name, net::Family::kIpv4);
  constexpr std::string_view kHarmless[] = {"amt",           "auto-discard", "dns",         "domain-list",
                                            "domain-lookup", "domain-name",  "host",        "igmp",
                                            "multicast",     "mroute",       "name-server", "pim"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict ReadIpv6InVrf(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "route") return ReadStaticRouteIn(reader, statement, Vrf(reader).name, net::Family::kIpv6);
  const bool harmless = word == "host" || word == "mld" || word == "pim" || word == "mroute";
  return harmless ? kNoEffect : kNotKnown;
}

constexpr Keyword kVrfKeywords[] = {
    {"address-family", ReadFamily},
    {"description"},
    {"ip", ReadIpInVrf},
    {"ipv6", ReadIpv6InVrf},
    {"mdt"},
    {"mvpn"},
    {"rd", ReadDistinguisher},
    {"shutdown", ReadShutdown},
    {"vni", ReadVni},
};
static_assert(IsSorted<Keyword>(kVrfKeywords));

Verdict ReadVrfLine(Reader& reader, Statement& statement) { return reader.Dispatch(kVrfKeywords, statement); }

/// Words of a static route behind the next hop. False when one is not known.
bool TakeStaticOptions(Reader& reader, Statement& statement, StaticText& text) {
  while (!statement.words.done()) {
    if (statement.words.Accept("name")) {
      statement.words.Next();
    } else if (statement.words.Accept("tag")) {
      text.route.tag = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!text.route.tag) return false;
    } else if (statement.words.Accept("track")) {
      const auto object = TakeNumber(reader, statement, 1, 512);
      if (!object) return false;
      text.track = {*object, statement.span()};
    } else if (statement.words.Accept("vrf")) {
      text.route.next_hop_vrf = VrfName(statement.words.Next().text);
    } else if (const auto distance = statement.words.AcceptNumber(1, 255)) {
      text.route.distance = *distance;
    } else {
      return false;
    }
  }
  return true;
}

/// What tells two static routes apart: the later text of one replaces distance, tag and tracking.
std::string KeyOf(const routing::static_routes::StaticRoute& route) {
  return fmt::format("{} {} {} {} {} {}", route.vrf, net::ToString(route.prefix), route.interface,
                     route.next_hop ? net::ToString(*route.next_hop) : "", route.next_hop_vrf.value_or("*"),
                     route.discard);
}

}  // namespace

Verdict ReadVrfContext(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("context")) return kNotKnown;
  auto name = TakeName(reader, statement, "VRF");
  if (!name) return kNotKnown;
  *name = VrfName(*name);
  auto& vrfs = reader.vendor.vrfs;
  if (statement.negated) {
    std::erase_if(vrfs, [&name](const VrfText& vrf) { return vrf.name == *name; });
    return kUnderstood;
  }
  const auto known = std::ranges::find(vrfs, *name, &VrfText::name);
  reader.vrf_index = static_cast<std::size_t>(known - vrfs.begin());
  if (known == vrfs.end()) {
    vrfs.emplace_back();
    vrfs.back().name = std::move(*name);
    vrfs.back().span = statement.span();
  }
  reader.Open(ReadVrfLine, kPaths);
  return kUnderstood;
}

Verdict ReadStaticRouteIn(Reader& reader, Statement& statement, const std::string& vrf, net::Family family) {
  if (statement.words.Accept("static")) return kNoEffect;  // `ip route static bfd ...`
  const auto prefix = TakeSubnet(reader, statement, family);
  if (!prefix) return kNotKnown;
  StaticText text;
  text.route.vrf = vrf;
  text.route.prefix = *prefix;
  text.route.span = statement.span();
  if (LooksLikeInterface(statement.words.Peek().text)) {
    const std::string name = TakeInterfaceName(statement.words);
    if (KindOfName(name) == model::InterfaceKind::kNull) {
      text.route.discard = true;
    } else {
      text.route.interface = name;
    }
  }
  if (const auto host = net::ParseHostPrefix(statement.words.Peek().text)) {
    statement.words.Next();  // "10.0.0.1/32" is accepted as well
    text.route.next_hop = host->address;
  } else if (const auto address = net::ParseAddress(statement.words.Peek().text)) {
    statement.words.Next();
    text.route.next_hop = *address;
  }
  const bool somewhere = text.route.discard || text.route.next_hop || !text.route.interface.empty();
  if (!somewhere) return reader.Invalid(statement, statement.words.Peek(), "the next hop is missing");
  if (!TakeStaticOptions(reader, statement, text)) return kNotKnown;
  std::vector<StaticText>& statics = reader.vendor.statics;
  const auto [place, is_new] = reader.static_indices.emplace(KeyOf(text.route), statics.size());
  text.removed = statement.negated;
  if (is_new) {
    statics.push_back(std::move(text));
  } else {
    statics[place->second] = std::move(text);
  }
  return kUnderstood;
}

Verdict ReadStaticRoute(Reader& reader, Statement& statement) {
  return ReadStaticRouteIn(reader, statement, "", net::Family::kIpv4);
}

Verdict ReadStaticRoute6(Reader& reader, Statement& statement) {
  return ReadStaticRouteIn(reader, statement, "", net::Family::kIpv6);
}

Verdict ReadTrack(Reader& reader, Statement& statement) {
  const auto number = TakeNumber(reader, statement, 1, 1000);
  if (!number) return kNotKnown;
  if (statement.negated) return reader.vendor.tracks.erase(*number), statement.words.Rest(), kUnderstood;
  TrackText& track = reader.vendor.tracks[*number];
  track.span = statement.span();
  if (statement.words.Accept("interface")) {
    const std::string name = TakeInterfaceName(statement.words);
    if (statement.words.Accept("line-protocol")) return track.interface = name, kUnderstood;
  }
  statement.words.Rest();
  // What depends on the object is told apart: see the static routes that name it.
  return kNoEffect;
}

}  // namespace ringfence::formats::cisco_nxos
