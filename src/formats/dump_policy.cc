#include "formats/dump_policy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ringfence::formats {
namespace {

using model::RouteAction;
using model::RouteMatch;

constexpr std::string_view kMatchNames[] = {"prefix-list",
                                            "next-hop-list",
                                            "route-source-list",
                                            "as-path-list",
                                            "as-path-length",
                                            "community-list",
                                            "community-count",
                                            "source",
                                            "ospf-internal",
                                            "ospf-external",
                                            "bgp-internal",
                                            "bgp-external",
                                            "bgp-local",
                                            "isis-level",
                                            "isis-target-level",
                                            "interface",
                                            "tag",
                                            "metric",
                                            "local-preference",
                                            "weight",
                                            "distance",
                                            "origin",
                                            "family",
                                            "neighbor",
                                            "neighbor-group",
                                            "vrf",
                                            "policy",
                                            "labelled",
                                            "always",
                                            "not-modelled"};
constexpr std::string_view kActionNames[] = {"local-preference",
                                             "metric",
                                             "metric-of-igp",
                                             "metric-none",
                                             "weight",
                                             "origin",
                                             "next-hop",
                                             "next-hop-self",
                                             "next-hop-peer",
                                             "next-hop-unchanged",
                                             "next-hop-discard",
                                             "as-path-prepend",
                                             "as-path-prepend-last",
                                             "as-path-prepend-own",
                                             "as-path-replace-own",
                                             "as-path-replace",
                                             "as-path-remove",
                                             "community",
                                             "tag",
                                             "metric-type",
                                             "level",
                                             "distance",
                                             "label",
                                             "attribute-not-modelled"};
constexpr std::string_view kOriginNames[] = {"igp", "egp", "incomplete"};
constexpr std::string_view kKindNames[] = {"standard", "extended", "large"};
constexpr std::string_view kValueOpNames[] = {"=", "+", "-"};
constexpr std::string_view kCommunityOpNames[] = {"set", "add", "delete", "keep", "clear"};
constexpr std::string_view kFlowNames[] = {"accept", "reject", "next", "next-policy", "goto", "pass", "call"};
constexpr std::string_view kEndNames[] = {"reject", "accept", "next-policy"};

template <class Enum, std::size_t kCount>
std::string_view NameIn(const std::string_view (&names)[kCount], Enum value) {
  return names[static_cast<std::size_t>(value)];
}

std::string MatchText(const RouteMatch& match) {
  std::string text = fmt::format("{}{}", match.negated ? "not " : "", NameIn(kMatchNames, match.kind));
  if (match.exact) text += " exact";
  for (const std::string& name : match.names) text += fmt::format(" {}", name.empty() ? "''" : name);
  for (const model::ValueRange& range : match.ranges) text += fmt::format(" {}-{}", range.first, range.last);
  for (const model::RouteSource source : match.sources) text += fmt::format(" {}", model::NameOf(source));
  for (const model::BgpOrigin origin : match.origins)
    text += fmt::format(" {}", NameIn(kOriginNames, origin));
  for (const net::Family family : match.families) text += family == net::Family::kIpv4 ? " ipv4" : " ipv6";
  for (const net::Prefix& prefix : match.prefixes) text += fmt::format(" {}", net::ToString(prefix));
  return text;
}

std::string ActionText(const RouteAction& action) {
  using Kind = model::RouteActionKind;
  std::string text(NameIn(kActionNames, action.kind));
  if (action.kind == Kind::kCommunity) {
    text += fmt::format(" {} {}", NameIn(kCommunityOpNames, action.community_op),
                        NameIn(kKindNames, action.community_kind));
  }
  if (action.kind == Kind::kOrigin) text += fmt::format(" {}", NameIn(kOriginNames, action.origin));
  if (action.kind == Kind::kLocalPreference || action.kind == Kind::kMetric)
    text += fmt::format(" {}", NameIn(kValueOpNames, action.op));
  if (action.value != 0) text += fmt::format(" {}", action.value);
  if (action.address) text += fmt::format(" {}", net::ToString(*action.address));
  for (const std::uint32_t number : action.numbers) text += fmt::format(" {}", number);
  for (const std::string& community : action.communities) text += fmt::format(" {}", community);
  for (const std::string& name : action.names) text += fmt::format(" list {}", name);
  return text;
}

void DumpTerm(std::string& out, const model::RouteTerm& term) {
  out += fmt::format("  term {}", term.name);
  std::string_view joiner = " if ";
  for (const model::RouteClause& clause : term.all_of) {
    std::vector<std::string> texts;
    for (const RouteMatch& match : clause.any_of) texts.push_back(MatchText(match));
    out += fmt::format("{}{}", joiner, fmt::join(texts, " or "));
    joiner = " and ";
  }
  out += fmt::format(": {}", NameIn(kFlowNames, term.flow));
  if (term.flow == model::TermFlow::kGoto) out += fmt::format(" {}", term.target);
  if (term.flow == model::TermFlow::kPass && term.target != 0) out += fmt::format(" to {}", term.target);
  if (term.flow == model::TermFlow::kCall) out += fmt::format(" {}", term.callee);
  out += '\n';
  for (const RouteAction& action : term.actions) out += fmt::format("    {}\n", ActionText(action));
}

void DumpCommunityList(std::string& out, const model::CommunityList& list) {
  out += fmt::format("community-list {} {}\n", list.name, NameIn(kKindNames, list.kind));
  for (const model::CommunityListLine& line : list.lines) {
    out += line.permit ? "  permit" : "  deny";
    for (const std::string& community : line.all_of) out += fmt::format(" {}", community);
    for (const std::string& regex : line.regexes)
      out += fmt::format(" {}/{}/", line.on_whole_list ? "all " : "", regex);
    out += '\n';
  }
}

void DumpTargets(std::string& out, std::string_view word, const std::vector<std::string>& targets) {
  if (!targets.empty()) out += fmt::format("  {} {}\n", word, fmt::join(targets, " "));
}

}  // namespace

void DumpChain(std::string& out, std::string_view word, const model::PolicyChain& chain) {
  out += fmt::format(" {}", word);
  for (const std::string& name : chain.names) out += fmt::format(" {}", name);
  out += chain.accept_by_default ? " (else accept)" : " (else reject)";
}

void DumpPolicies(std::string& out, const model::PolicySet& policies) {
  for (const model::PrefixList& list : policies.prefix_lists) {
    out += fmt::format("prefix-list {}\n", list.name);
    for (const model::PrefixListLine& line : list.lines) {
      out += fmt::format("  {} {} length {}-{}\n", line.permit ? "permit" : "deny",
                         net::ToString(line.prefix), line.length_min, line.length_max);
    }
  }
  for (const model::AsPathList& list : policies.as_path_lists) {
    out += fmt::format("as-path-list {}\n", list.name);
    for (const model::AsPathListLine& line : list.lines)
      out += fmt::format("  {} /{}/\n", line.permit ? "permit" : "deny", line.regex);
  }
  for (const model::CommunityList& list : policies.community_lists) DumpCommunityList(out, list);
  for (const model::RoutePolicy& policy : policies.policies) {
    out += fmt::format("policy {} end {}{}\n", policy.name, NameIn(kEndNames, policy.end),
                       policy.tests_original ? " tests original" : "");
    for (const model::RouteTerm& term : policy.terms) DumpTerm(out, term);
  }
}

void DumpVrf(std::string& out, const routing::VrfConfig& vrf) {
  out += fmt::format("vrf {}{}{}\n", vrf.name.empty() ? "''" : vrf.name,
                     vrf.route_distinguisher.empty() ? "" : " rd ", vrf.route_distinguisher);
  if (!vrf.imports_from_own_device) out += "  not from own device\n";
  if (vrf.label_per_table) out += "  label per table\n";
  if (vrf.evpn_over_labels) out += "  evpn over labels\n";
  if (vrf.targets_of_labels_only) out += "  targets of labels only\n";
  if (!vrf.forwards4) out += "  no forward4\n";
  if (!vrf.forwards6) out += "  no forward6\n";
  DumpTargets(out, "import4", vrf.import_targets4);
  DumpTargets(out, "export4", vrf.export_targets4);
  DumpTargets(out, "import6", vrf.import_targets6);
  DumpTargets(out, "export6", vrf.export_targets6);
  DumpTargets(out, "import-evpn", vrf.evpn_import_targets);
  DumpTargets(out, "export-evpn", vrf.evpn_export_targets);
  DumpTargets(out, "import-policy", vrf.import_policies);
  DumpTargets(out, "export-policy", vrf.export_policies);
  for (const routing::VrfLeak& leak : vrf.leaks) {
    out += fmt::format("  leak from '{}' {}{}", leak.from_vrf,
                       leak.family == net::Family::kIpv4 ? "ipv4" : "ipv6", leak.through_bgp ? " bgp" : "");
    for (const model::RouteSource source : leak.sources) out += fmt::format(" {}", model::NameOf(source));
    for (const std::string& policy : leak.policies) out += fmt::format(" policy {}", policy);
    out += '\n';
  }
}

}  // namespace ringfence::formats
