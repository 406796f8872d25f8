// Statements about BGP neighbours, groups and templates.

#include <algorithm>
#include <iterator>

#include "formats/bfd_text.h"
#include "formats/bgp_text.h"
#include "formats/impacts.h"
#include "formats/type7_key.h"

namespace ringfence::formats {
namespace {

constexpr std::uint32_t kHopsMax = 255;

/// What the handlers of one setting share.
struct Site {
  NeighborText& neighbor;
  routing::bgp::BgpFamily family_kind;
  const BgpDialect& dialect;
  Statement& statement;
  StatementReport& report;

  WordCursor& words() const { return statement.words; }
  /// Made by the first statement that belongs to the family.
  NeighborFamilyText& family() const {
    NeighborFamilyText& text = neighbor.families[family_kind];
    if (!text.span.valid()) text.span = statement.span();
    return text;
  }
  /// Sets a value; a removal sets the default value.
  template <class T>
  Verdict Set(Setting<T>& setting, T value) const {
    setting = {statement.negated ? T{} : std::move(value), statement.span()};
    if (statement.negated) statement.words.Rest();
    return kUnderstood;
  }
  /// Switches on, or off for a removal.
  Verdict Switch(Setting<bool>& setting, bool on = true) const {
    setting = {on != statement.negated, statement.span()};
    return kUnderstood;
  }
  template <class T>
  Verdict Clear(Setting<T>& setting) const {
    setting = {};
    statement.words.Rest();
    return kUnderstood;
  }
};

using Handler = Verdict (*)(Site& site);
struct Keyword {
  std::string_view word;
  Handler handler = nullptr;  ///< nullptr: the verdict
  Verdict verdict = kNoEffect;
};

Verdict ReadRemoteAs(Site& site) {
  NeighborText& neighbor = site.neighbor;
  if (site.statement.negated) return site.Clear(neighbor.remote_kind), site.Clear(neighbor.remote_as);
  const base::Span span = site.statement.span();
  if (site.words().Accept("external"))
    return neighbor.remote_kind = {routing::bgp::RemoteAs::kExternal, span}, kUnderstood;
  if (site.words().Accept("internal"))
    return neighbor.remote_kind = {routing::bgp::RemoteAs::kInternal, span}, kUnderstood;
  const auto as = TakeAs(site.report, site.statement);
  if (!as) return kNotKnown;
  neighbor.remote_kind = {routing::bgp::RemoteAs::kNumber, span};
  neighbor.remote_as = {*as, span};
  // Further numbers a dynamic neighbour may have.
  while (site.words().Accept("alternate-as")) {
    while (const auto more = site.words().AcceptNumber(1, 0xffffffffU))
      neighbor.listen_as.push_back({*more, *more});
  }
  return kUnderstood;
}

Verdict ReadLocalAs(Site& site) {
  if (site.statement.negated) return site.Clear(site.neighbor.local_as);
  const auto as = TakeAs(site.report, site.statement);
  if (!as) return kNotKnown;
  routing::bgp::LocalAs value{.as = *as};
  while (!site.words().done()) {
    if (site.words().Accept("no-prepend"))
      value.no_prepend = true;
    else if (site.words().Accept("replace-as"))
      value.replace_as = true;
    else if (site.words().Accept("dual-as") || site.words().Accept("fallback"))
      value.dual_as = true;
    else
      return kNotKnown;
  }
  return site.Set(site.neighbor.local_as, value);
}

Verdict ReadUpdateSource(Site& site) {
  if (site.statement.negated) return site.Set(site.neighbor.update_source, std::string());
  const bool address = net::ParseAddress(site.words().Peek().text).has_value();
  const bool plain = address || site.dialect.take_interface == nullptr;
  return site.Set(site.neighbor.update_source,
                  plain ? std::string(site.words().Next().text) : site.dialect.take_interface(site.words()));
}

Verdict ReadMultihop(Site& site) {
  if (site.statement.negated) return site.Set(site.neighbor.ebgp_hops, 1U);
  return site.Set(site.neighbor.ebgp_hops, site.words().AcceptNumber(1, kHopsMax).value_or(kHopsMax));
}

Verdict ReadTtlSecurity(Site& site) {
  if (site.statement.negated) return kUnderstood;
  if (!site.words().Accept("hops")) return site.words().Rest(), kUnderstood;
  const auto hops = TakeNumber(site.report, site.statement, 1, kHopsMax);
  return hops ? site.Set(site.neighbor.ebgp_hops, *hops) : kNotKnown;
}

Verdict ReadConnectedCheck(Site& site) { return site.Switch(site.neighbor.connected_check, false); }
Verdict ReadEnforceFirstAs(Site& site) { return site.Switch(site.neighbor.enforce_first_as); }
Verdict ReadShutdown(Site& site) {
  site.words().Rest();  // a message, or that it is graceful
  return site.Switch(site.neighbor.shutdown);
}
Verdict ReadPassive(Site& site) { return site.Switch(site.neighbor.passive); }

Verdict ReadTransport(Site& site) {
  if (site.words().Accept("connection-mode")) {
    const bool passive = site.words().Accept("passive");
    if (!passive && !site.words().Accept("active")) return kNotKnown;
    return site.Switch(site.neighbor.passive, passive);
  }
  return kNoEffect;
}

Verdict ReadPassword(Site& site) {
  if (site.statement.negated) return site.Set(site.neighbor.authentication, std::string());
  return site.Set(site.neighbor.authentication, TakeKeyDigest(site.statement));
}

Verdict ReadClusterId(Site& site) {
  if (site.statement.negated) return site.Clear(site.neighbor.cluster_id);
  const Word word = site.words().Next();
  auto id = net::ParseIpv4(word.text);
  if (const auto number = ParseNumber(word.text, 1, 0xffffffffU)) id = net::IpAddress::V4(*number);
  if (!id) return site.report.Invalid(site.statement, word, "not a cluster id");
  return site.Set(site.neighbor.cluster_id, *id);
}

Verdict ReadGroup(Site& site) {
  site.words().Accept("group");
  return site.Set(site.neighbor.group, std::string(site.words().Next().text));
}

Verdict ReadInherit(Site& site) {
  const bool policy = site.words().Accept("peer-policy");
  if (!policy && !site.words().Accept("peer-session")) site.words().Accept("peer");
  const std::string name(site.words().Next().text);
  site.words().AcceptNumber(0, 65535);
  std::vector<std::string>& templates = policy ? site.family().templates : site.neighbor.templates;
  if (site.statement.negated)
    std::erase(templates, name);
  else
    templates.push_back(name);
  return kUnderstood;
}

Verdict ReadActivate(Site& site) { return site.Switch(site.family().activate); }
Verdict ReadClient(Site& site) { return site.Switch(site.family().reflector_client); }
Verdict ReadOverride(Site& site) {
  site.words().Accept("split-horizon");
  return site.Switch(site.family().as_override);
}
Verdict ReadPeerAsCheck(Site& site) { return site.Switch(site.family().send_to_as_in_path); }

Verdict ReadNextHopSelf(Site& site) {
  const bool all = site.words().Accept("all") || site.words().Accept("force");
  return site.Set(site.family().next_hop_self,
                  all ? routing::bgp::NextHopSelf::kAlways : routing::bgp::NextHopSelf::kLearnedByEbgp);
}
Verdict ReadNextHopUnchanged(Site& site) {
  if (site.words().Accept("allpaths")) return NotModelled(kRouting, "unchanged next hop on all paths");
  return site.Set(site.family().next_hop_self, routing::bgp::NextHopSelf::kUnchanged);
}

/// `both` and `all` are said of kinds of communities.
Verdict ReadSendCommunity(Site& site) {
  NeighborFamilyText& family = site.family();
  WordCursor& words = site.words();
  if (words.done()) {
    if (site.dialect.bare_sends_extended || site.statement.negated) site.Switch(family.send_extended);
    if (site.dialect.bare_sends_large || site.statement.negated) site.Switch(family.send_large);
    return site.Switch(family.send_standard);
  }
  words.Accept("add");
  while (!words.done()) {
    const Word word = words.Next();
    const bool both = word == "both", all = word == "all";
    if (word == "link-bandwidth") return NotModelled(kRouting, "bandwidth of links as a community");
    if (!both && !all && word != "standard" && word != "extended" && word != "large") return kNotKnown;
    if (both || all || word == "standard") site.Switch(family.send_standard);
    if (both || all || word == "extended") site.Switch(family.send_extended);
    if (all || word == "large") site.Switch(family.send_large);
  }
  return kUnderstood;
}

Verdict ReadRemovePrivate(Site& site) {
  using routing::bgp::RemovePrivate;
  const bool all = site.words().Accept("all");
  const bool replace = site.words().Accept("replace-as") || site.words().Accept("replace-AS");
  return site.Set(site.family().remove_private, replace ? RemovePrivate::kReplace
                                                : all   ? RemovePrivate::kAll
                                                        : RemovePrivate::kIfAllPrivate);
}

Verdict ReadAllowOwnAs(Site& site) {
  if (site.statement.negated) return site.Set(site.family().allow_own_as, 0U);
  return site.Set(site.family().allow_own_as,
                  site.words().AcceptNumber(1, 255).value_or(site.dialect.allow_own_as));
}

Verdict ReadWeight(Site& site) {
  if (site.statement.negated) return site.Clear(site.family().weight);
  const auto weight = TakeNumber(site.report, site.statement, 0, 65535);
  return weight ? site.Set(site.family().weight, *weight) : kNotKnown;
}

/// A name and a direction.
Verdict ReadDirected(Site& site, Setting<std::string>& in, Setting<std::string>& out) {
  const std::string name(site.words().Next().text);
  const bool inbound = site.words().Accept("in");
  if (!inbound && !site.words().Accept("out")) return kNotKnown;
  return site.Set(inbound ? in : out, name);
}
Verdict ReadMap(Site& site) { return ReadDirected(site, site.family().map_in, site.family().map_out); }
Verdict ReadPrefixes(Site& site) {
  return ReadDirected(site, site.family().prefix_list_in, site.family().prefix_list_out);
}
Verdict ReadPaths(Site& site) {
  return ReadDirected(site, site.family().path_list_in, site.family().path_list_out);
}
Verdict ReadAccess(Site& site) {
  return ReadDirected(site, site.family().access_list_in, site.family().access_list_out);
}

Verdict ReadDefaultOriginate(Site& site) {
  if (site.words().Accept("route-map"))
    site.Set(site.family().default_originate_map, std::string(site.words().Next().text));
  site.words().Accept("always");
  return site.Switch(site.family().default_originate);
}

Verdict ReadUnsuppress(Site& site) {
  return site.Set(site.family().unsuppress_map, std::string(site.words().Next().text));
}

Verdict ReadAdvertiseMap(Site& site) {
  if (site.statement.negated) return site.Clear(site.family().conditional);
  ConditionalText text;
  text.advertise = site.words().Next().text;
  text.when_present = site.words().Accept("exist-map");
  if (!text.when_present && !site.words().Accept("non-exist-map")) return kNotKnown;
  text.condition = site.words().Next().text;
  return site.Set(site.family().conditional, text);
}

Verdict ReadAddPath(Site& site) {
  while (!site.words().done()) {
    const Word word = site.words().Next();
    if (word == "send")
      site.Switch(site.family().add_path_send);
    else if (word == "receive")
      site.Switch(site.family().add_path_receive);
    else if (word == "disable")
      site.Set(site.family().add_path_send, false);
    else
      return kNotKnown;
  }
  return kUnderstood;
}

/// `advertise additional-paths all`; a choice among the paths is not modelled.
Verdict ReadAdvertise(Site& site) {
  if (!site.words().Accept("additional-paths")) return kNotKnown;
  if (!site.words().Accept("all") && !site.statement.negated)
    return NotModelled(kRouting, "choice of additional paths");
  site.words().Rest();
  return site.Switch(site.family().advertise_paths);
}

Verdict ReadBfd(Site& site) { return ReadBfdWords(site.statement); }

/// The session goes when the route to the neighbour does; a route map says which routes count as one.
Verdict ReadFallOver(Site& site) {
  if (site.words().Accept("bfd")) return ReadBfdWords(site.statement);
  if (!site.words().Accept("route-map") || site.statement.negated) return kNoEffect;
  return NotModelled(kRouting, "session that needs a route of a policy's choice");
}

// A limit of prefixes or a damping of changes does nothing in a network that works as planned; timers,
// capabilities and logging do not choose routes.
constexpr Keyword kKeywords[] = {
    {"activate", ReadActivate},
    {"additional-paths", ReadAddPath},
    {"advertise", ReadAdvertise},
    {"advertise-map", ReadAdvertiseMap},
    {"advertisement-interval"},
    {"allowas-in", ReadAllowOwnAs},
    {"as-override", ReadOverride},
    {"bfd", ReadBfd},
    {"capability"},
    {"cluster-id", ReadClusterId},
    {"default-originate", ReadDefaultOriginate},
    {"description"},
    {"disable-connected-check", ReadConnectedCheck},
    {"disable-peer-as-check", ReadPeerAsCheck},
    {"distribute-list", ReadAccess},
    {"dont-capability-negotiate"},
    {"ebgp-multihop", ReadMultihop},
    {"enforce-first-as", ReadEnforceFirstAs},
    {"fall-over", ReadFallOver},
    {"filter-list", ReadPaths},
    {"graceful-restart"},
    {"ha-mode"},
    {"inherit", ReadInherit},
    {"local-as", ReadLocalAs},
    {"log-neighbor-changes"},
    {"maximum-prefix"},
    {"maximum-routes"},
    {"next-hop-self", ReadNextHopSelf},
    {"next-hop-unchanged", ReadNextHopUnchanged},
    {"passive", ReadPassive},
    {"password", ReadPassword},
    {"peer", ReadGroup},
    {"peer-group", ReadGroup},
    {"prefix-list", ReadPrefixes},
    {"remote-as", ReadRemoteAs},
    {"remove-private-AS", ReadRemovePrivate},
    {"remove-private-as", ReadRemovePrivate},
    {"route-map", ReadMap},
    {"route-reflector-client", ReadClient},
    {"send-community", ReadSendCommunity},
    {"shutdown", ReadShutdown},
    {"slow-peer"},
    {"soft-reconfiguration"},
    {"timers"},
    {"transport", ReadTransport},
    {"ttl-security", ReadTtlSecurity},
    {"unsuppress-map", ReadUnsuppress},
    {"update-source", ReadUpdateSource},
    {"version"},
    {"weight", ReadWeight},
};

NeighborText& NeighborOf(BgpVrfText& vrf, const std::string& name, base::Span span) {
  if (NeighborText* known = FindNeighbor(vrf, name)) return *known;
  NeighborText neighbor;
  neighbor.name = name;
  neighbor.span = span;
  return vrf.neighbors.emplace_back(std::move(neighbor));
}

}  // namespace

BgpVrfText& VrfOf(BgpText& bgp, std::string_view vrf, base::Span span) {
  const auto known = std::ranges::find(bgp.vrfs, vrf, &BgpVrfText::vrf);
  if (known != bgp.vrfs.end()) return *known;
  BgpVrfText& made = bgp.vrfs.emplace_back();
  made.vrf = vrf;
  made.span = span;
  return made;
}

NeighborText* FindNeighbor(BgpVrfText& vrf, std::string_view name) {
  const auto known = std::ranges::find(vrf.neighbors, name, &NeighborText::name);
  return known == vrf.neighbors.end() ? nullptr : &*known;
}

Verdict ReadNeighborSetting(NeighborText& neighbor, const BgpPlace& place, Statement& statement,
                            StatementReport& report) {
  const Word word = statement.words.Next();
  const auto* keyword = std::ranges::find(kKeywords, word.text, &Keyword::word);
  if (keyword == std::end(kKeywords)) return kNotKnown;
  if (keyword->handler == nullptr) return keyword->verdict;
  Site site{neighbor, place.family, place.dialect, statement, report};
  return keyword->handler(site);
}

Verdict ReadBgpNeighbor(const BgpPlace& place, Statement& statement, StatementReport& report) {
  const Word word = statement.words.Peek();
  if (word.empty()) return kNotKnown;
  const bool interface = place.dialect.is_interface != nullptr && place.dialect.is_interface(word.text);
  std::string name = interface && place.dialect.take_interface != nullptr
                         ? place.dialect.take_interface(statement.words)
                         : std::string(statement.words.Next().text);
  // One spelling for each address.
  if (const auto address = net::ParseAddress(name)) name = net::ToString(*address);
  BgpVrfText& vrf = place.in_vrf();
  if (statement.negated && (statement.words.done() || statement.words.Peek() == "remote-as")) {
    std::erase_if(vrf.neighbors, [&name](const NeighborText& known) { return known.name == name; });
    statement.words.Rest();
    return kUnderstood;
  }
  NeighborText& neighbor = NeighborOf(vrf, name, statement.span());
  const WordCursor before = statement.words;
  statement.words.Accept("interface");
  if (statement.words.Accept("peer-group") ||
      (statement.words.Accept("peer") && statement.words.Accept("group"))) {
    if (statement.words.done()) return neighbor.is_group = true, kUnderstood;
    statement.words = before;
  }
  statement.words.Accept("interface");
  return ReadNeighborSetting(neighbor, place, statement, report);
}

}  // namespace ringfence::formats
