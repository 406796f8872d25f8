// Route policies, the lists they ask, and VPN instances as text.
#include <fmt/format.h>

#include <algorithm>

#include "formats/as_path_regex.h"
#include "formats/community_text.h"
#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/print.h"
#include "formats/huawei_vrp/values.h"
#include "formats/print_policy_text.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::CommunityKind;
using model::CommunityOp;
using model::RouteAction;
using model::RouteActionKind;
using model::RouteMatch;
using model::RouteMatchKind;

constexpr std::uint32_t kMax = 0xffffffffU;
constexpr std::string_view kOrigins[] = {"igp", "egp 65535", "incomplete"};

bool IsAccessList(std::string_view name) {
  return name.starts_with(kAclFilterPrefix) || name.starts_with("acl6:");
}

/// Number of a filter stands for its kind; a name needs a word.
std::string ListWords(const std::string& name, bool advanced) {
  const std::string_view bare = BareListName(name);
  if (NumberUpTo(bare)) return std::string(bare);
  return fmt::format("{} {}", advanced ? "advanced" : "basic", bare);
}

std::string CommunityWords(CommunityKind kind, const model::CommunityText& community) {
  if (kind == CommunityKind::kStandard) return std::string(NameOfCommunity(community));
  if (kind == CommunityKind::kLarge) return community;
  const std::size_t colon = community.find(':');
  return fmt::format("{} {}", community.substr(0, colon) == "target" ? "rt" : "soo",
                     community.substr(colon + 1));
}

void PrintPrefixList(std::string& out, const model::PrefixList& list) {
  if (IsAccessList(list.name) || BareListName(list.name) == kNoDefaultList) return;
  const bool v6 = list.name.starts_with("ipv6:");
  std::size_t index = 10;
  for (const model::PrefixListLine& line : list.lines) {
    out += fmt::format("ip {} {} index {} {} {} {}", v6 ? "ipv6-prefix" : "ip-prefix",
                       BareListName(list.name), index, line.permit ? "permit" : "deny",
                       net::ToString(line.prefix.address), line.prefix.length);
    if (line.length_min != line.prefix.length || line.length_max != line.length_min)
      out += fmt::format(" greater-equal {} less-equal {}", line.length_min, line.length_max);
    out += '\n';
    index += 10;
  }
}

void PrintCommunityList(std::string& out, const model::CommunityList& list) {
  constexpr std::string_view kCommands[] = {"community-filter", "extcommunity-filter",
                                            "large-community-filter"};
  std::size_t index = 10;
  for (const model::CommunityListLine& line : list.lines) {
    out += fmt::format("ip {} {} index {} {}", kCommands[static_cast<std::size_t>(list.kind)],
                       ListWords(list.name, !line.regexes.empty()), index, line.permit ? "permit" : "deny");
    for (const std::string& regex : line.regexes) out += ' ' + CharacterPatternOfRegex(regex);
    for (const model::CommunityText& community : line.all_of)
      out += ' ' + CommunityWords(list.kind, community);
    if (line.regexes.empty() && line.all_of.empty()) out += " internet";
    out += '\n';
    index += 10;
  }
}

std::string RangeWords(const RouteMatch& match) {
  std::string words;
  const model::ValueRange& range = match.ranges.front();
  if (range.first == range.last) return fmt::format("{}", range.first);
  if (range.first != 0) words += fmt::format("greater-equal {} ", range.first);
  if (range.last != kMax) words += fmt::format("less-equal {} ", range.last);
  return words.empty() ? "greater-equal 0" : words.substr(0, words.size() - 1);
}

std::string AddressWords(const RouteMatch& match) {
  const std::string& name = match.names.front();
  const bool v6 = name.starts_with("ipv6:") || name.starts_with("acl6:");
  const bool acl = IsAccessList(name);
  const std::string_view bare = acl ? std::string_view(name).substr(name.find(':') + 1) : BareListName(name);
  const std::string_view list = acl ? "acl" : v6 ? "prefix-list" : "ip-prefix";
  if (match.kind == RouteMatchKind::kPrefixList && !v6) return fmt::format("{} {}", list, bare);
  const std::string_view what = match.kind == RouteMatchKind::kPrefixList    ? "address"
                                : match.kind == RouteMatchKind::kNextHopList ? "next-hop"
                                                                             : "route-source";
  return fmt::format("{} {} {} {}", v6 ? "ipv6" : "ip", what, list, bare);
}

std::string TypeWords(const RouteMatch& match) {
  const bool external = match.kind == RouteMatchKind::kOspfExternal;
  std::string words;
  for (const model::ValueRange& range : match.ranges)
    words += fmt::format("{}{}{}", words.empty() ? "" : " ", external ? "external-type" : "is-is-level-",
                         range.first);
  switch (match.kind) {
    case RouteMatchKind::kOspfExternal:
      return words.empty() ? "external-type1or2" : words;
    case RouteMatchKind::kIsisLevel:
      return words;
    case RouteMatchKind::kBgpInternal:
      return "ibgp";
    case RouteMatchKind::kBgpExternal:
      return "ebgp";
    default:
      return "internal";
  }
}

std::string_view RangeLeaf(RouteMatchKind kind) {
  switch (kind) {
    case RouteMatchKind::kMetric:
      return "cost";
    case RouteMatchKind::kTag:
      return "tag";
    case RouteMatchKind::kLocalPreference:
      return "local-preference";
    case RouteMatchKind::kDistance:
      return "preference";
    case RouteMatchKind::kWeight:
      return "preferred-value";
    case RouteMatchKind::kAsPathLength:
      return "as-path length";
    default:
      return {};
  }
}

std::string MatchWords(const RouteMatch& match) {
  if (const std::string_view leaf = RangeLeaf(match.kind); !leaf.empty()) {
    // Alternatives are lines of their own.
    std::string words;
    for (const model::ValueRange& range : match.ranges) {
      RouteMatch one;
      one.ranges = {range};
      words += fmt::format("{}{} {}", words.empty() ? "" : "\n if-match ", leaf, RangeWords(one));
    }
    return words;
  }
  switch (match.kind) {
    case RouteMatchKind::kPrefixList:
    case RouteMatchKind::kNextHopList:
    case RouteMatchKind::kRouteSourceList:
      return AddressWords(match);
    case RouteMatchKind::kAsPathList:
      return fmt::format("as-path-filter {}", fmt::join(match.names, " "));
    case RouteMatchKind::kCommunityList: {
      const std::string& first = match.names.front();
      std::string words = first.starts_with("ext:")     ? "extcommunity-filter"
                          : first.starts_with("large:") ? "large-community-filter"
                                                        : "community-filter";
      for (const std::string& name : match.names)
        words += fmt::format(" {}{}", BareListName(name), match.exact ? " whole-match" : "");
      return words;
    }
    case RouteMatchKind::kInterface:
      return fmt::format("interface {}", fmt::join(match.names, " "));
    case RouteMatchKind::kSource: {
      std::string words = "protocol";
      for (const model::RouteSource source : match.sources)
        words += fmt::format(" {}", SourceWord(source, net::Family::kIpv4));
      return words;
    }
    case RouteMatchKind::kLabelled:
      return "mpls-label";
    case RouteMatchKind::kNotModelled:
      return "rd-filter 1";
    default:
      return "route-type " + TypeWords(match);
  }
}

std::string CommunityActionWords(const RouteAction& action) {
  constexpr std::string_view kWords[] = {"community", "extcommunity", "large-community"};
  const std::string_view word = kWords[static_cast<std::size_t>(action.community_kind)];
  if (!action.names.empty()) {
    const bool large = action.community_kind == CommunityKind::kLarge;
    return fmt::format("{} {} delete", large ? "large-community-filter" : "comm-filter",
                       BareListName(action.names.front()));
  }
  if (action.community_op == CommunityOp::kClear) return fmt::format("{} none", word);
  std::string words(word);
  for (const model::CommunityText& community : action.communities)
    words += ' ' + CommunityWords(action.community_kind, community);
  if (action.community_op == CommunityOp::kAdd) words += " additive";
  if (action.community_op == CommunityOp::kDelete) words += " delete";
  return words;
}

std::string ValueWords(std::string_view leaf, const RouteAction& action) {
  constexpr std::string_view kSigns[] = {"", "+ ", "- "};
  return fmt::format("{} {}{}", leaf, kSigns[static_cast<std::size_t>(action.op)], action.value);
}

std::string NextHopWords(const RouteAction& action) {
  if (action.kind == RouteActionKind::kNextHopPeer) return "ip-address next-hop peer-address";
  if (action.kind == RouteActionKind::kNextHopDiscard) return "ip-address next-hop blackhole";
  const bool v6 = action.address->family == net::Family::kIpv6;
  return fmt::format("{} next-hop {}", v6 ? "ipv6" : "ip-address", net::ToString(*action.address));
}

std::string ActionWords(const RouteAction& action) {
  constexpr std::string_view kLevelWords[] = {"", "level-1", "level-2", "level-1-2"};
  switch (action.kind) {
    case RouteActionKind::kMetric:
      return ValueWords("cost", action);
    case RouteActionKind::kMetricNone:
      return "cost none";
    case RouteActionKind::kLocalPreference:
      return ValueWords("local-preference", action);
    case RouteActionKind::kWeight:
      return ValueWords("preferred-value", action);
    case RouteActionKind::kTag:
      return ValueWords("tag", action);
    case RouteActionKind::kDistance:
      return ValueWords("preference", action);
    case RouteActionKind::kMetricType:
      return fmt::format("cost-type type-{}", action.value);
    case RouteActionKind::kOrigin:
      return fmt::format("origin {}", kOrigins[static_cast<std::size_t>(action.origin)]);
    case RouteActionKind::kLabel:
      return "mpls-label";
    case RouteActionKind::kLevel:
      return fmt::format("isis {}", kLevelWords[action.value]);
    case RouteActionKind::kAsPathPrepend:
      return fmt::format("as-path {} additive", fmt::join(action.numbers, " "));
    case RouteActionKind::kAsPathReplace:
      return action.numbers.empty() ? "as-path none overwrite"
                                    : fmt::format("as-path {} overwrite", fmt::join(action.numbers, " "));
    case RouteActionKind::kCommunity:
      return CommunityActionWords(action);
    default:
      return NextHopWords(action);
  }
}

void PrintTargets(std::string& out, const std::vector<model::CommunityText>& targets, std::string_view way,
                  std::string_view family = {}) {
  for (const model::CommunityText& target : targets)
    out +=
        fmt::format("  vpn-target {} {}-extcommunity{}\n", target.substr(target.find(':') + 1), way, family);
}

void PrintVpnFamily(std::string& out, const routing::VrfConfig& vrf, bool v6) {
  out += v6 ? " ipv6-family\n" : " ipv4-family\n";
  if (!vrf.route_distinguisher.empty())
    out += fmt::format("  route-distinguisher {}\n", vrf.route_distinguisher);
  for (const std::string& name : vrf.import_policies) out += fmt::format("  import route-policy {}\n", name);
  for (const std::string& name : vrf.export_policies) out += fmt::format("  export route-policy {}\n", name);
  if (vrf.label_per_table) out += "  apply-label per-instance\n";
  PrintTargets(out, v6 ? vrf.import_targets6 : vrf.import_targets4, "import");
  PrintTargets(out, v6 ? vrf.export_targets6 : vrf.export_targets4, "export");
  PrintTargets(out, vrf.evpn_import_targets, "import", " evpn");
  PrintTargets(out, vrf.evpn_export_targets, "export", " evpn");
  if (vrf.evpn_over_labels) out += "  evpn mpls routing-enable\n";
}

}  // namespace

std::string PolicyWords(const std::vector<std::string>& policies) {
  for (const std::string& name : policies) {
    if (!name.starts_with(kPrefixFilter)) return " route-policy " + name;
  }
  return "";
}

void PrintRoutePolicies(Printing& out) {
  const model::PolicySet& policies = out.config.policies;
  for (const model::PrefixList& list : policies.prefix_lists) PrintPrefixList(out.text, list);
  for (const model::AsPathList& list : policies.as_path_lists) {
    std::size_t index = 10;
    for (const model::AsPathListLine& line : list.lines) {
      out.text += fmt::format("ip as-path-filter {} index {} {} {}\n", list.name, index,
                              line.permit ? "permit" : "deny", CharacterPatternOfRegex(line.regex));
      index += 10;
    }
  }
  for (const model::CommunityList& list : policies.community_lists) PrintCommunityList(out.text, list);
  out.text += "#\n";
  for (const model::RoutePolicy& policy : policies.policies) {
    if (policy.name.starts_with(kPrefixFilter) || policy.name.starts_with(kAsPathFilter)) continue;
    for (const model::RouteTerm& term : policy.terms) {
      out.text += fmt::format("route-policy {} {} node {}\n", policy.name,
                              term.flow == model::TermFlow::kReject ? "deny" : "permit", term.name);
      for (const model::RouteClause& clause : term.all_of) {
        for (const RouteMatch& match : clause.any_of)
          out.text += fmt::format(" if-match {}\n", MatchWords(match));
      }
      for (const RouteAction& action : term.actions)
        out.text += fmt::format(" apply {}\n", ActionWords(action));
      if (term.flow == model::TermFlow::kNext) out.text += " goto next-node\n";
      out.text += "#\n";
    }
  }
}

void PrintVpnInstances(Printing& out) {
  const std::optional<model::Vxlan>& vxlan = out.config.device.vxlan;
  for (const routing::VrfConfig& vrf : out.config.vrfs) {
    if (vrf.name.empty()) continue;
    out.text += fmt::format("ip vpn-instance {}\n", vrf.name);
    // With both families there may have been none: their blocks would then say more than the text.
    const bool any = !vrf.route_distinguisher.empty() || !vrf.import_targets4.empty() ||
                     !vrf.export_targets4.empty() || !vrf.import_targets6.empty() ||
                     !vrf.export_targets6.empty() || !vrf.evpn_import_targets.empty() ||
                     !vrf.evpn_export_targets.empty() || vrf.label_per_table;
    if (vrf.forwards4 && (any || !vrf.forwards6)) PrintVpnFamily(out.text, vrf, false);
    if (vrf.forwards6 && (any || !vrf.forwards4)) PrintVpnFamily(out.text, vrf, true);
    for (std::size_t i = 0; vxlan && i < vxlan->segments.size(); ++i) {
      if (vxlan->segments[i].vrf == vrf.name && !vxlan->segments[i].bridges())
        out.text += fmt::format(" vxlan vni {}\n", vxlan->segments[i].vni);
    }
    out.text += "#\n";
  }
  if (!vxlan) return;
  out.text += fmt::format("interface {}\n", vxlan->name);
  if (vxlan->local) out.text += fmt::format(" source {}\n", net::ToString(*vxlan->local));
  for (const model::VxlanSegment& segment : vxlan->segments) {
    if (!segment.import_targets.empty() || !segment.export_targets.empty())
      out.text += fmt::format(" vni {} head-end peer-list protocol bgp\n", segment.vni);
  }
  out.text += "#\nevpn-overlay enable\n#\n";
}

}  // namespace ringfence::formats::huawei_vrp
